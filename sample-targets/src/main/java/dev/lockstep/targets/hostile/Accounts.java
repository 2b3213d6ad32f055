package dev.lockstep.targets.hostile;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import tools.jackson.databind.node.ObjectNode;

/** The accounts of one hostile application. Every change happens under one lock and gets a place in the order. */
final class Accounts {

    /** @param visibleAt from when on search and listings show it, in milliseconds since 1970 */
    record Account(String id, ObjectNode json, long visibleAt) {
        String userName() {
            return json.path("userName").asString("");
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
        /** @param commit its place among all changes, from 1 */
        record Changed(Account account, long commit) implements Done {}

        record NameTaken() implements Done {}

        record Unknown() implements Done {}
    }

    private final boolean unique;
    private final int searchLagMs;
    private final Map<String, Account> byId = new LinkedHashMap<>();
    private long commits;

    Accounts(boolean unique, int searchLagMs) {
        this.unique = unique;
        this.searchLagMs = searchLagMs;
    }

    synchronized Done create(ObjectNode resource) {
        String id = UUID.randomUUID().toString();
        if (taken(id, resource)) {
            return new Done.NameTaken();
        }
        return stored(id, resource, Instant.now().toEpochMilli() + searchLagMs);
    }

    /** @param change may throw to refuse */
    synchronized Done change(String id, Consumer<ObjectNode> change) {
        Account before = byId.get(id);
        if (before == null) {
            return new Done.Unknown();
        }
        ObjectNode resource = before.json().deepCopy();
        change.accept(resource);
        return taken(id, resource) ? new Done.NameTaken() : stored(id, resource, before.visibleAt());
    }

    synchronized Done remove(String id) {
        Account before = byId.remove(id);
        return before == null ? new Done.Unknown() : new Done.Changed(before, ++commits);
    }

    synchronized Optional<Account> get(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    synchronized List<Account> all() {
        return List.copyOf(byId.values());
    }

    /** @return what search shows now */
    synchronized List<Account> visible() {
        long now = Instant.now().toEpochMilli();
        return byId.values().stream().filter(account -> account.visibleAt() <= now).toList();
    }

    List<Account> find(String attribute, String value) {
        List<Account> found = new ArrayList<>();
        for (Account account : visible()) {
            boolean hit = switch (attribute.toLowerCase(Locale.ROOT)) {
                case "username" -> account.userName().equalsIgnoreCase(value);
                case "externalid" -> account.externalId().equals(value);
                case String _ -> account.id().equals(value);
            };
            if (hit) {
                found.add(account);
            }
        }
        return found;
    }

    private boolean taken(String id, ObjectNode resource) {
        String name = resource.path("userName").asString("");
        String external = resource.path("externalId").asString("");
        return unique && byId.values().stream().anyMatch(other -> !other.id().equals(id)
                && (other.userName().equalsIgnoreCase(name) || !external.isEmpty() && other.externalId().equals(external)));
    }

    private Done.Changed stored(String id, ObjectNode resource, long visibleAt) {
        resource.put("id", id);
        ObjectNode meta = resource.withObjectProperty("meta");
        String now = Instant.now().toString();
        if (!meta.has("created")) {
            meta.put("created", now);
        }
        meta.put("resourceType", "User").put("location", "/scim/v2/Users/" + id).put("lastModified", now);
        Account account = new Account(id, resource, visibleAt);
        byId.put(id, account);
        return new Done.Changed(account, ++commits);
    }
}
