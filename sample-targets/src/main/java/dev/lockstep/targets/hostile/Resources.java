package dev.lockstep.targets.hostile;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import tools.jackson.databind.node.ObjectNode;

/**
 * The accounts and groups of one hostile application. Every change happens under one lock and gets a place in the order. Nobody is
 * in a group who has no account: whoever loses it loses the memberships with it.
 */
final class Resources {

    enum Kind {
        USER("User", "userName"), GROUP("Group", "displayName");

        private final String type;
        private final String nameAttribute;

        Kind(String type, String nameAttribute) {
            this.type = type;
            this.nameAttribute = nameAttribute;
        }

        /** @return where its resources are: {@code Users} or {@code Groups} */
        String segment() {
            return type + "s";
        }

        /** @return what every resource must have, and in an application with uniqueness but once */
        String nameAttribute() {
            return nameAttribute;
        }
    }

    /** @param visibleAt from when on search and listings show it, in milliseconds since 1970 */
    record Resource(Kind kind, String id, ObjectNode json, long visibleAt) {
        String name() {
            return json.path(kind.nameAttribute).asString("");
        }

        String externalId() {
            return json.path("externalId").asString("");
        }

        boolean active() {
            return json.path("active").asBoolean(true);
        }
    }

    /** What became of a change. */
    sealed interface Done {
        /**
         * @param commit its place among all changes, from 1
         * @param memberships that are others since
         */
        record Changed(Resource resource, long commit, List<MemberChange> memberships) implements Done {}

        record NameTaken() implements Done {}

        record Unknown() implements Done {}

        /** A group was to have a member who has no account. */
        record NoSuchMember() implements Done {}
    }

    private final boolean unique;
    private final int searchLagMs;
    private final Map<String, Resource> byId = new LinkedHashMap<>();
    private long commits;

    Resources(boolean unique, int searchLagMs) {
        this.unique = unique;
        this.searchLagMs = searchLagMs;
    }

    synchronized Done create(Kind kind, ObjectNode resource) {
        String id = UUID.randomUUID().toString();
        return checked(kind, id, resource, Set.of(), Instant.now().toEpochMilli() + searchLagMs);
    }

    /** @param change may throw to refuse */
    synchronized Done change(Kind kind, String id, Consumer<ObjectNode> change) {
        Resource before = byId.get(id);
        if (before == null || before.kind() != kind) {
            return new Done.Unknown();
        }
        ObjectNode resource = before.json().deepCopy();
        change.accept(resource);
        return checked(kind, id, resource, Members.of(before.json()), before.visibleAt());
    }

    synchronized Done remove(Kind kind, String id) {
        Resource before = byId.get(id);
        if (before == null || before.kind() != kind) {
            return new Done.Unknown();
        }
        List<MemberChange> left = new ArrayList<>();
        if (kind == Kind.GROUP) {
            left.addAll(moved(before.externalId(), Members.of(before.json()), Set.of()));
        } else {
            for (Resource group : List.copyOf(byId.values())) {
                if (group.kind() == Kind.GROUP && Members.of(group.json()).contains(id)) {
                    left.addAll(moved(group.externalId(), Set.of(id), Set.of()));
                    ObjectNode without = group.json().deepCopy();
                    Members.remove(without, id);
                    byId.put(group.id(), new Resource(Kind.GROUP, group.id(), without, group.visibleAt()));
                }
            }
        }
        byId.remove(id);
        return new Done.Changed(before, ++commits, left);
    }

    synchronized Optional<Resource> get(Kind kind, String id) {
        return Optional.ofNullable(byId.get(id)).filter(one -> one.kind() == kind);
    }

    synchronized List<Resource> all(Kind kind) {
        return byId.values().stream().filter(one -> one.kind() == kind).toList();
    }

    /** @return what search shows now */
    synchronized List<Resource> visible(Kind kind) {
        long now = Instant.now().toEpochMilli();
        return byId.values().stream().filter(one -> one.kind() == kind && one.visibleAt() <= now).toList();
    }

    List<Resource> find(Kind kind, String attribute, String value) {
        List<Resource> found = new ArrayList<>();
        for (Resource resource : visible(kind)) {
            boolean hit = switch (attribute.toLowerCase(Locale.ROOT)) {
                case "username", "displayname" -> resource.name().equalsIgnoreCase(value);
                case "externalid" -> resource.externalId().equals(value);
                case String _ -> resource.id().equals(value);
            };
            if (hit) {
                found.add(resource);
            }
        }
        return found;
    }

    private Done checked(Kind kind, String id, ObjectNode resource, Set<String> membersBefore, long visibleAt) {
        Set<String> members = kind == Kind.GROUP ? Members.of(resource) : Set.of();
        if (taken(kind, id, resource)) {
            return new Done.NameTaken();
        }
        if (members.stream().anyMatch(member -> !byId.containsKey(member))) {
            return new Done.NoSuchMember();
        }
        List<MemberChange> moved = moved(resource.path("externalId").asString(""), membersBefore, members);
        return new Done.Changed(stored(kind, id, resource, visibleAt), ++commits, moved);
    }

    private List<MemberChange> moved(String group, Set<String> before, Set<String> after) {
        List<MemberChange> moved = new ArrayList<>();
        before.stream().filter(member -> !after.contains(member)).forEach(member -> moved.add(new MemberChange(group, person(member), false)));
        after.stream().filter(member -> !before.contains(member)).forEach(member -> moved.add(new MemberChange(group, person(member), true)));
        return moved;
    }

    private String person(String member) {
        Resource account = byId.get(member);
        return account == null ? member : account.externalId();
    }

    private boolean taken(Kind kind, String id, ObjectNode resource) {
        String name = resource.path(kind.nameAttribute).asString("");
        String external = resource.path("externalId").asString("");
        return unique && byId.values().stream().anyMatch(other -> other.kind() == kind && !other.id().equals(id)
                && (other.name().equalsIgnoreCase(name) || !external.isEmpty() && other.externalId().equals(external)));
    }

    private Resource stored(Kind kind, String id, ObjectNode json, long visibleAt) {
        json.put("id", id);
        ObjectNode meta = json.withObjectProperty("meta");
        String now = Instant.now().toString();
        if (!meta.has("created")) {
            meta.put("created", now);
        }
        meta.put("resourceType", kind.type).put("location", "/scim/v2/" + kind.segment() + "/" + id).put("lastModified", now);
        Resource resource = new Resource(kind, id, json, visibleAt);
        byId.put(id, resource);
        return resource;
    }
}
