package dev.lockstep.writer.killpoint;

import com.sun.net.httpserver.HttpExchange;
import dev.lockstep.targets.LoopbackServer;
import dev.lockstep.targets.StubPatch;
import dev.lockstep.writer.killpoint.Manner.Fate;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A SCIM application that keeps a journal of what it really did, and can lose the answer to the first create of each account. */
public final class Application {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Pattern FILTER = Pattern.compile("\\s*(\\w+)\\s+eq\\s+\"(.*)\"\\s*");
    private static final byte[] NOTHING = new byte[0];

    /** A change that was made. */
    public record Effect(String opId, String method, String externalId) {
    }

    private record Account(String id, boolean group, ObjectNode json, long visibleAt) {
        String text(String attribute) {
            return json.path(attribute).asString("");
        }
    }

    private record Answer(int status, byte[] body) {
    }

    private final Manner manner;
    private final Clock clock;
    private final Function<String, Fate> fates;
    private final long silence;
    private final Map<String, Account> accounts = new LinkedHashMap<>();
    private final List<Effect> journal = new ArrayList<>();
    private final Set<String> spoiled = ConcurrentHashMap.newKeySet();
    private int ids;

    /**
     * @param fates of the answer to the first create, by external id
     * @param silence how long it says nothing where that is the fate, milliseconds of real time
     */
    Application(Manner manner, Clock clock, Function<String, Fate> fates, long silence) {
        this.manner = manner;
        this.clock = clock;
        this.fates = fates;
        this.silence = silence;
    }

    public synchronized List<Effect> journal() {
        return List.copyOf(journal);
    }

    public synchronized List<ObjectNode> accounts() {
        return accounts.values().stream().filter(account -> !account.group()).map(Account::json).toList();
    }

    synchronized List<ObjectNode> groups() {
        return accounts.values().stream().filter(Account::group).map(Account::json).toList();
    }

    /** Somebody deletes the groups by hand. */
    synchronized void loseGroups() {
        accounts.values().removeIf(Account::group);
    }

    /** @param path behind the tenant URL */
    void handle(HttpExchange http, Life life, String path) throws IOException {
        byte[] body = http.getRequestBody().readAllBytes();
        String method = http.getRequestMethod();
        boolean group = path.startsWith("/Groups");
        int slash = path.indexOf('/', 1);
        String id = slash < 0 ? "" : path.substring(slash + 1);
        boolean search = id.isEmpty() && method.equals("GET");
        String step = switch (method) {
            case "POST" -> "target-create";
            case "PATCH" -> "target-update";
            case "DELETE" -> "target-delete";
            default -> search ? "target-look-up" : "target-read";
        };
        String opId = String.valueOf(http.getRequestHeaders().getFirst("Idempotency-Key"));
        String query = http.getRequestURI().getRawQuery();
        Fate[] fate = {Fate.ANSWERED};
        Answer answer;
        try {
            answer = life.step(step, () -> {
                if (method.equals("POST")) {
                    return create(group, body, opId, fate);
                }
                return search ? search(group, query == null ? "" : query) : one(method, id, body, opId);
            });
        } catch (Halted e) {
            http.close();
            return;
        }
        send(http, answer, fate[0]);
    }

    private void send(HttpExchange http, Answer answer, Fate fate) throws IOException {
        switch (fate) {
            case ANSWERED -> LoopbackServer.answer(http, answer.status(), answer.body());
            case SILENCE -> {
                LockSupport.parkNanos(silence * 1_000_000);
                http.close();
            }
            case CLOSED -> http.close();
            case S500 -> LoopbackServer.answer(http, 500, LoopbackServer.error(500, "", "failed"));
            case S503 -> LoopbackServer.answer(http, 503, NOTHING);
            case S202 -> LoopbackServer.answer(http, 202, NOTHING);
            case GARBAGE -> LoopbackServer.answer(http, 201, "<html>It works!".getBytes(StandardCharsets.UTF_8));
            case NO_ID -> LoopbackServer.answer(http, 201, "{\"schemas\":[]}".getBytes(StandardCharsets.UTF_8));
            case TRUNCATED -> {
                http.sendResponseHeaders(201, answer.body().length);
                http.getResponseBody().write(answer.body(), 0, answer.body().length / 2);
                http.getResponseBody().flush();
                http.close();
            }
        }
    }

    private synchronized Answer create(boolean group, byte[] body, String opId, Fate[] fate) {
        ObjectNode json = (ObjectNode) JSON.readTree(body);
        String external = json.path("externalId").asString("");
        String name = group ? "displayName" : "userName";
        boolean taken = accounts.values().stream().anyMatch(a -> a.group() == group && a.text(name).equalsIgnoreCase(json.path(name).asString(""))
                || !external.isEmpty() && a.text("externalId").equals(external));
        if (taken && manner.duplicate() > 0) {
            return new Answer(manner.duplicate(), LoopbackServer.error(manner.duplicate(), manner.scimType(), "exists"));
        }
        String id = (group ? "g" : "a") + ++ids;
        json.put("id", id).putObject("meta").put("created", Instant.ofEpochMilli(clock.millis()).toString());
        accounts.put(id, new Account(id, group, json, clock.millis() + manner.searchLag()));
        journal.add(new Effect(opId, "POST", external));
        fate[0] = spoiled.add(external) ? fates.apply(external) : Fate.ANSWERED;
        return new Answer(201, JSON.writeValueAsBytes(json));
    }

    private synchronized Answer one(String method, String id, byte[] body, String opId) {
        Account account = accounts.get(id);
        if (account == null) {
            return new Answer(404, LoopbackServer.error(404, "", "There is no such resource"));
        }
        if (method.equals("PATCH")) {
            ObjectNode changed = account.json().deepCopy();
            StubPatch.apply(changed, JSON.readTree(body));
            accounts.put(id, new Account(id, account.group(), changed, account.visibleAt()));
            // Adding a member who is there, and removing one who is not, is no effect.
            if (!account.group() || !changed.equals(account.json())) {
                journal.add(new Effect(opId, method, account.text("externalId")));
            }
            return new Answer(200, JSON.writeValueAsBytes(changed));
        }
        if (method.equals("DELETE")) {
            accounts.remove(id);
            journal.add(new Effect(opId, method, account.text("externalId")));
            return new Answer(204, NOTHING);
        }
        return new Answer(200, JSON.writeValueAsBytes(account.json()));
    }

    private synchronized Answer search(boolean group, String rawQuery) {
        Map<String, String> asked = new LinkedHashMap<>();
        for (String pair : rawQuery.split("&")) {
            String[] parts = pair.split("=", 2);
            asked.put(parts[0], parts.length < 2 ? "" : URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        String filter = asked.get("filter");
        Matcher eq = filter == null ? null : FILTER.matcher(filter);
        if (eq != null && (!manner.filters() || !eq.matches())) {
            return new Answer(400, LoopbackServer.error(400, "invalidFilter", "not understood"));
        }
        if (eq == null && !manner.lists()) {
            return new Answer(400, LoopbackServer.error(400, "tooMany", "too many accounts to list"));
        }
        List<Account> found = accounts.values().stream().filter(a -> a.group() == group && a.visibleAt() <= clock.millis())
                .filter(a -> eq == null || matches(a, eq.group(1), eq.group(2))).sorted(Comparator.comparing(Account::id)).toList();
        int start = Math.max(1, Integer.parseInt(asked.getOrDefault("startIndex", "1")));
        int count = Math.max(0, Integer.parseInt(asked.getOrDefault("count", "100")));
        ObjectNode answer = JSON.createObjectNode();
        answer.putArray("schemas").add("urn:ietf:params:scim:api:messages:2.0:ListResponse");
        List<Account> page = found.stream().skip(start - 1L).limit(count).toList();
        answer.put("totalResults", found.size()).put("startIndex", start).put("itemsPerPage", page.size());
        ArrayNode resources = answer.putArray("Resources");
        page.forEach(a -> resources.add(a.json()));
        return new Answer(200, JSON.writeValueAsBytes(answer));
    }

    private static boolean matches(Account account, @Nullable String attribute, @Nullable String value) {
        return String.valueOf(attribute).toLowerCase(Locale.ROOT).equals("username") ? account.text("userName").equalsIgnoreCase(value)
                : account.text(String.valueOf(attribute)).equals(value);
    }
}
