package dev.lockstep.mapping.schema;

import dev.lockstep.contracts.DesiredAccount.Conditions;
import dev.lockstep.contracts.DesiredAccount.MatchKey;
import dev.lockstep.contracts.ObjectType;
import dev.lockstep.kit.web.Problem;
import dev.lockstep.mapping.administration.AppAdministration;
import dev.lockstep.mapping.app.App;
import dev.lockstep.mapping.desire.AppRules;
import dev.lockstep.mapping.desire.Decider;
import dev.lockstep.mapping.desire.Decision;
import dev.lockstep.mapping.desire.Subject;
import dev.lockstep.mapping.desire.UserMapping;
import dev.lockstep.mapping.desire.Verdict;
import dev.lockstep.mapping.desire.Wish;
import dev.lockstep.mapping.directory.DirectoryObject;
import dev.lockstep.mapping.directory.Lifecycle;
import dev.lockstep.mapping.planning.DecisionStore;
import dev.lockstep.mapping.planning.Entitlements;
import dev.lockstep.mapping.planning.Facts;
import dev.lockstep.mapping.planning.ObjectStore;
import dev.lockstep.mapping.planning.PrecedenceStore;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a schema makes of one person: in scope or not and why, and every mapping with where its value came from. Changes nothing. */
public final class Previews {
    private final AppAdministration apps;
    private final Schemas schemas;
    private final ObjectStore objects;
    private final Entitlements entitlements;
    private final DecisionStore decisions;
    private final PrecedenceStore precedences;
    private final Clock clock;

    public Previews(AppAdministration apps, Schemas schemas, ObjectStore objects, Entitlements entitlements, DecisionStore decisions,
            PrecedenceStore precedences, Clock clock) {
        this.apps = apps;
        this.schemas = schemas;
        this.objects = objects;
        this.entitlements = entitlements;
        this.decisions = decisions;
        this.precedences = precedences;
        this.clock = clock;
    }

    /**
     * @param basis {@code published}, {@code draft} or {@code unsaved}
     * @param objectId null for attributes that somebody made up
     * @param account {@code present}, {@code disabled}, {@code deleted} or {@code none}: what would be wanted
     * @param userName empty when the mapping gives none
     * @param attributes every mapping, in the schema's order
     * @param matching how an existing account would be found, in order
     */
    public record Preview(String basis, @Nullable String objectId, Scope scope, String account, String userName,
            List<PreviewedAttribute> attributes, List<MatchKey> matching) {
    }

    /** @param reason as in account outcomes; {@code detail} says it in words. @param filters every clause and how it came out */
    public record Scope(boolean inScope, String reason, String detail, boolean active, boolean assigned, boolean everybody, boolean passesFilter,
            List<UserMapping.Clause> filters) {
    }

    /** Of somebody in the directory. @param unsaved a document to use in place of what is stored; null for none */
    public Preview ofObject(String appId, String objectId, @Nullable String unsaved, boolean draft) {
        App app = apps.get(appId);
        DirectoryObject object = objects.byIds(List.of(objectId)).get(objectId);
        if (object == null || object.type() != ObjectType.USER) {
            throw Problem.notFound("A user with this objectId", "Look the objectId up with GET /api/v1/directory/users?q=.");
        }
        boolean assigned = entitlements.appsOf(List.of(objectId)).getOrDefault(objectId, Set.of()).contains(appId);
        Decision previous = decisions.byIds(List.of(appId + "/" + objectId)).get(appId + "/" + objectId);
        return preview(app, objectId, Subject.of(object, precedences.precedence()), assigned, previous, unsaved, draft);
    }

    /** Of attributes that need not be anybody's; they count as assigned. */
    public Preview ofAttributes(String appId, Map<String, Object> attributes, @Nullable String unsaved, boolean draft) {
        Object id = attributes.get("objectId");
        boolean gone = Boolean.TRUE.equals(attributes.get("IsSoftDeleted"));
        Subject subject = new Subject(id == null ? "preview" : id.toString(), gone ? Lifecycle.SOFT_DELETED : Lifecycle.ACTIVE,
                DirectoryObject.enabled(attributes), attributes);
        return preview(apps.get(appId), null, subject, true, null, unsaved, draft);
    }

    private Preview preview(App app, @Nullable String objectId, Subject subject, boolean assigned, @Nullable Decision previous,
            @Nullable String unsaved, boolean draft) {
        String schema = schema(app, unsaved, draft);
        AppRules rules = AppRules.of(app, schemas.compile(schema));
        Instant now = clock.instant();
        Verdict verdict = Verdict.of(subject, rules, assigned);
        Wish wish = Decider.wish(subject, rules, assigned, previous, now);
        Map<String, Object> given = new LinkedHashMap<>(subject.attributes());
        given.put("IsSoftDeleted", !verdict.inScope());
        List<PreviewedAttribute> attributes = schemas.preview(schema, given, now, rules.chance(subject.objectId()));
        UserMapping.Mapped mapped = rules.mapping().map(given, now, rules.chance(subject.objectId()));
        Scope scope = new Scope(verdict.inScope(), wish.reason(), Facts.sentence(wish.reason()), verdict.present() && verdict.enabled(),
                assigned, verdict.everybody(), verdict.passesFilter(), rules.mapping().clauses(given));
        return new Preview(unsaved != null ? "unsaved" : draft ? "draft" : "published", objectId, scope,
                wish.state() == null ? "none" : wish.state().name().toLowerCase(Locale.ROOT),
                shown(mapped, "userName", mapped.userName()), attributes,
                mapped.matching().stream().map(key -> new MatchKey(key.path(), shown(mapped, key.path(), key.value()))).toList());
    }

    private static String shown(UserMapping.Mapped mapped, String path, String value) {
        return mapped.redacted().contains(path) ? Conditions.REDACTED : value;
    }

    private String schema(App app, @Nullable String unsaved, boolean draft) {
        if (unsaved != null) {
            List<SchemaProblem> problems = schemas.problems(unsaved);
            if (!problems.isEmpty()) {
                throw new UnusableSchema(problems);
            }
            return unsaved;
        }
        if (draft && app.draft() == null) {
            throw Problem.notFound("The draft", "Save one with PUT /api/v1/apps/{app}/schema/draft.");
        }
        return draft && app.draft() != null ? app.draft().schema() : app.schema();
    }
}
