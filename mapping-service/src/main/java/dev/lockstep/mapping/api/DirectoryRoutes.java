package dev.lockstep.mapping.api;

import dev.lockstep.contracts.ObjectType;
import dev.lockstep.kit.web.Allowed;
import dev.lockstep.kit.web.Caller;
import dev.lockstep.kit.web.Page;
import dev.lockstep.kit.web.Problem;
import dev.lockstep.kit.web.Role;
import dev.lockstep.mapping.administration.PrecedenceAdministration;
import dev.lockstep.mapping.directory.DirectoryObject;
import dev.lockstep.mapping.directory.Part;
import dev.lockstep.mapping.directory.Precedence;
import dev.lockstep.mapping.planning.MembershipStore;
import dev.lockstep.mapping.planning.ObjectStore;
import io.swagger.v3.oas.annotations.Operation;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What the directory knows. */
@RestController
@RequestMapping("/api/v1/directory")
final class DirectoryRoutes {
    private final ObjectStore objects;
    private final MembershipStore memberships;
    private final PrecedenceAdministration precedences;

    DirectoryRoutes(ObjectStore objects, MembershipStore memberships, PrecedenceAdministration precedences) {
        this.objects = objects;
        this.memberships = memberships;
        this.precedences = precedences;
    }

    /** @param state {@code active}, {@code softDeleted} or {@code purged} */
    record ObjectView(String objectId, String objectType, String state, boolean accountEnabled, List<String> sources,
            Instant updatedAt, Map<String, Object> attributes) {
        static ObjectView of(DirectoryObject object, Precedence precedence) {
            Map<String, Object> attributes = object.attributes(precedence);
            String state = switch (object.lifecycle(precedence)) {
                case ACTIVE -> "active";
                case SOFT_DELETED -> "softDeleted";
                case PURGED -> "purged";
            };
            return new ObjectView(object.objectId(), object.type() == ObjectType.USER ? "user" : "group", state,
                    DirectoryObject.enabled(attributes), object.parts().stream().map(Part::source).toList(), object.acceptedAt(), attributes);
        }
    }

    @GetMapping("/users")
    @Allowed({Role.OPERATOR, Role.AUDITOR})
    @Operation(summary = "Users by the start of displayName, userPrincipalName, mail or objectId")
    Page<ObjectView> users(@RequestParam(defaultValue = "") String q, @RequestParam(required = false) @Nullable Integer limit,
            @RequestParam(required = false) @Nullable String cursor) {
        return search(ObjectType.USER, q, limit, cursor);
    }

    @GetMapping("/groups")
    @Allowed({Role.OPERATOR, Role.AUDITOR})
    @Operation(summary = "Groups by the start of displayName, mail or objectId")
    Page<ObjectView> groups(@RequestParam(defaultValue = "") String q, @RequestParam(required = false) @Nullable Integer limit,
            @RequestParam(required = false) @Nullable String cursor) {
        return search(ObjectType.GROUP, q, limit, cursor);
    }

    private Page<ObjectView> search(ObjectType type, String q, @Nullable Integer limit, @Nullable String cursor) {
        int most = Page.limit(limit);
        Precedence precedence = precedences.current();
        return Page.of(objects.search(type, q.strip(), Page.decode(cursor), most + 1), most, DirectoryObject::objectId)
                .map(object -> ObjectView.of(object, precedence));
    }

    @GetMapping("/users/{objectId}")
    @Allowed({Role.OPERATOR, Role.AUDITOR})
    @Operation(summary = "One user")
    ObjectView user(@PathVariable String objectId) {
        return one(ObjectType.USER, objectId);
    }

    @GetMapping("/groups/{objectId}")
    @Allowed({Role.OPERATOR, Role.AUDITOR})
    @Operation(summary = "One group")
    ObjectView group(@PathVariable String objectId) {
        return one(ObjectType.GROUP, objectId);
    }

    private ObjectView one(ObjectType type, String objectId) {
        DirectoryObject object = objects.byIds(List.of(objectId)).get(objectId);
        if (object == null || object.type() != type) {
            throw Problem.notFound("The object", "Search with ?q=.");
        }
        return ObjectView.of(object, precedences.current());
    }

    /** @param objectType null where only the membership is known so far */
    record MemberView(String objectId, @Nullable String objectType, @Nullable String displayName, @Nullable String state) {
    }

    @GetMapping("/groups/{objectId}/members")
    @Allowed({Role.OPERATOR, Role.AUDITOR})
    @Operation(summary = "Direct members of a group")
    Page<MemberView> members(@PathVariable String objectId, @RequestParam(required = false) @Nullable Integer limit,
            @RequestParam(required = false) @Nullable String cursor) {
        int most = Page.limit(limit);
        Precedence precedence = precedences.current();
        Page<String> page = Page.of(memberships.page(objectId, Page.decode(cursor), most + 1), most, id -> id);
        Map<String, DirectoryObject> known = objects.byIds(page.items());
        return page.map(id -> {
            DirectoryObject object = known.get(id);
            if (object == null) {
                return new MemberView(id, null, null, null);
            }
            ObjectView view = ObjectView.of(object, precedence);
            return new MemberView(id, view.objectType(), view.attributes().get("displayName") instanceof String name ? name : null, view.state());
        });
    }

    @GetMapping("/precedence")
    @Allowed({Role.OPERATOR, Role.AUDITOR})
    @Operation(summary = "Which source is believed first")
    Precedence precedence() {
        return precedences.current();
    }

    @PutMapping("/precedence")
    @Allowed(Role.ADMIN)
    @Operation(summary = "Sets which source is believed first, for each attribute: {sources[]}; without any the last writer counts")
    Precedence precedence(@RequestBody Map<String, @Nullable Object> body) {
        if (!(body.get("sources") instanceof List<?> list) || !list.stream().allMatch(String.class::isInstance)) {
            throw Problem.invalid("The order of sources cannot be read.", "Send {\"sources\": [\"hr\", ...]}.",
                    List.of(new Problem.Detail("/sources", "malformed", "It must be a list of source ids.")));
        }
        return precedences.set(new Precedence(list.stream().map(String.class::cast).distinct().toList()), Caller.current().subject());
    }
}
