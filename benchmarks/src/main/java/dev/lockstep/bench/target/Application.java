package dev.lockstep.bench.target;

import com.sun.net.httpserver.HttpExchange;
import dev.lockstep.bench.target.Users.User;
import dev.lockstep.targets.LoopbackServer;
import dev.lockstep.targets.StubPatch;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A SCIM server of users as cheap as can be, with a journal of all calls and a {@link Conduct} that can be changed. */
public final class Application implements AutoCloseable {

    private static final String USERS = "/scim/v2/Users";
    private static final int HANG_MS = 30_000;
    private static final Pattern FILTER = Pattern.compile("\\s*(userName|externalId|id)\\s+eq\\s+\"(.*)\"\\s*", Pattern.CASE_INSENSITIVE);
    private static final Pattern PERSON = Pattern.compile("person(\\d+)@.*");
    private static final byte[] NOTHING = new byte[0];
    private static final byte[] NOT_FOUND = LoopbackServer.error(404, "", "There is no such resource");
    private static final byte[] CONFIG = ("""
            {"schemas":["urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig"],"patch":{"supported":true},\
            "bulk":{"supported":false,"maxOperations":0,"maxPayloadSize":0},"filter":{"supported":true,"maxResults":1000},\
            "changePassword":{"supported":false},"sort":{"supported":false},"etag":{"supported":false},"authenticationSchemes":[]}""")
            .getBytes(StandardCharsets.UTF_8);

    private final JsonMapper json = JsonMapper.shared();
    private final byte[] expectedHeader;
    private final Users users = new Users();
    private final List<Call> journal = new ArrayList<>();
    private final Object admission = new Object();
    private Allowance allowance = new Allowance(0, Conduct.PROMPT.counting());
    private volatile Conduct conduct = Conduct.PROMPT;
    private final int port;
    private @Nullable LoopbackServer server;

    private record Answer(int status, byte[] body, int person, boolean active, String title) {
        static Answer of(int status, byte[] body) {
            return new Answer(status, body, -1, false, "");
        }

        static Answer of(int status, byte[] body, User user) {
            return new Answer(status, body, Application.person(user.userName()), user.active(), user.title());
        }
    }

    public Application(String token) {
        this.expectedHeader = LoopbackServer.bearer(token);
        LoopbackServer opened = LoopbackServer.start(0, this::handle);
        this.port = opened.port();
        this.server = opened;
    }

    public URI tenantUrl() {
        return URI.create("http://127.0.0.1:" + port + "/scim/v2");
    }

    public synchronized void behave(Conduct next) {
        conduct = next;
        synchronized (admission) {
            if (!allowance.isFor(next)) {
                allowance = new Allowance(next.perSecond(), next.counting());
            }
        }
        LoopbackServer open = server;
        if (next.mode() == Conduct.Mode.CLOSED && open != null) {
            open.close();
            server = null;
        } else if (next.mode() != Conduct.Mode.CLOSED && open == null) {
            server = LoopbackServer.start(port, this::handle);
        }
    }

    /** @param from how many calls to leave out */
    List<Call> journal(int from) {
        synchronized (journal) {
            return List.copyOf(journal.subList(Math.min(from, journal.size()), journal.size()));
        }
    }

    int size() {
        return users.size();
    }

    @Override
    public synchronized void close() {
        if (server != null) {
            server.close();
            server = null;
        }
    }

    private void handle(HttpExchange http) throws IOException {
        long arrived = micros();
        String method = http.getRequestMethod();
        byte[] body = http.getRequestBody().readAllBytes();
        Conduct now = conduct;
        if (!LoopbackServer.authorized(http, expectedHeader)) {
            send(http, arrived, method, Answer.of(401, LoopbackServer.error(401, "", "A valid bearer token is required")));
        } else if (!admits(now)) {
            http.getResponseHeaders().set("Retry-After", "1");
            send(http, arrived, method, Answer.of(429, LoopbackServer.error(429, "", "Too many requests")));
        } else if (now.mode() == Conduct.Mode.HANG) {
            LoopbackServer.pause(HANG_MS);
            note(arrived, method, Answer.of(0, NOTHING));
            http.close();
        } else if (now.mode() != Conduct.Mode.SERVE) {
            send(http, arrived, method, Answer.of(503, NOTHING));
        } else {
            LoopbackServer.pause(now.delayMs());
            send(http, arrived, method, respond(now, method, http.getRequestURI(), body));
        }
    }

    private boolean admits(Conduct now) {
        synchronized (admission) {
            return now.perSecond() == 0 || allowance.admits(micros());
        }
    }

    private void send(HttpExchange http, long arrived, String method, Answer answer) throws IOException {
        note(arrived, method, answer);
        LoopbackServer.answer(http, answer.status(), answer.body());
    }

    private void note(long arrived, String method, Answer answer) {
        Call call = new Call(arrived, micros(), method, answer.status(), answer.person(), answer.active(), answer.title());
        synchronized (journal) {
            journal.add(call);
        }
    }

    private Answer respond(Conduct now, String method, URI target, byte[] body) {
        String path = target.getPath();
        try {
            if (path.equals(USERS) && method.equals("GET")) {
                return list(parameters(target.getRawQuery()));
            }
            if (path.equals(USERS) && method.equals("POST")) {
                return create(now, (ObjectNode) json.readTree(body));
            }
            if (path.startsWith(USERS + "/")) {
                return one(now, method, path.substring(USERS.length() + 1), body);
            }
            return path.equals("/scim/v2/ServiceProviderConfig") ? Answer.of(200, CONFIG) : Answer.of(404, NOT_FOUND);
        } catch (JacksonException | IllegalArgumentException | ClassCastException _) {
            return Answer.of(400, LoopbackServer.error(400, "invalidSyntax", "The request cannot be understood"));
        }
    }

    private Answer create(Conduct now, ObjectNode resource) {
        User user = user(UUID.randomUUID().toString(), resource);
        if (now.refuses(person(user.userName()))) {
            return refused(user);
        }
        return users.add(user) ? Answer.of(201, user.json(), user)
                : Answer.of(409, LoopbackServer.error(409, "uniqueness", "userName is already taken"), user);
    }

    private Answer one(Conduct now, String method, String id, byte[] body) {
        User stored = users.get(id);
        if (stored == null) {
            return Answer.of(404, NOT_FOUND);
        }
        if (!method.equals("GET") && now.refuses(person(stored.userName()))) {
            return refused(stored);
        }
        return switch (method) {
            case "GET" -> Answer.of(200, stored.json(), stored);
            case "PATCH" -> changed(users.change(id, user -> patched(user, json.readTree(body))));
            case "PUT" -> changed(users.change(id, _ -> user(id, (ObjectNode) json.readTree(body))));
            case "DELETE" -> users.remove(id) == null ? Answer.of(404, NOT_FOUND) : Answer.of(204, NOTHING, stored);
            case String _ -> Answer.of(405, LoopbackServer.error(405, "", "Not allowed here"));
        };
    }

    private static Answer refused(User user) {
        return Answer.of(400, LoopbackServer.error(400, "invalidValue", "A value is not allowed here"), user);
    }

    private static Answer changed(@Nullable User user) {
        return user == null ? Answer.of(404, NOT_FOUND) : Answer.of(200, user.json(), user);
    }

    private User patched(User user, JsonNode request) {
        ObjectNode resource = (ObjectNode) json.readTree(user.json());
        StubPatch.apply(resource, request);
        return user(user.id(), resource);
    }

    private User user(String id, ObjectNode resource) {
        String userName = resource.path("userName").asString("");
        if (userName.isEmpty()) {
            throw new IllegalArgumentException("userName is required");
        }
        resource.put("id", id);
        resource.putObject("meta").put("resourceType", "User").put("location", USERS + "/" + id).put("lastModified", Instant.now().toString());
        return new User(id, userName, resource.path("title").asString("").intern(), active(resource.path("active")), json.writeValueAsBytes(resource));
    }

    private static boolean active(JsonNode active) {
        return active.isBoolean() ? active.booleanValue() : !active.asString("true").equalsIgnoreCase("false");
    }

    private Answer list(Map<String, String> parameters) {
        int startIndex = Math.max(1, Integer.parseInt(parameters.getOrDefault("startIndex", "1")));
        int count = Math.clamp(Integer.parseInt(parameters.getOrDefault("count", "100")), 0, 1000);
        String filter = parameters.get("filter");
        if (filter == null) {
            return page(users.page(startIndex, count), users.size(), startIndex);
        }
        Matcher eq = FILTER.matcher(filter);
        if (!eq.matches() || eq.group(1).equalsIgnoreCase("externalId")) {
            return Answer.of(400, LoopbackServer.error(400, "invalidFilter", "Only userName eq and id eq are understood"));
        }
        User found = eq.group(1).equalsIgnoreCase("id") ? users.get(eq.group(2)) : users.named(eq.group(2));
        return page(found == null ? List.of() : List.of(found), found == null ? 0 : 1, 1);
    }

    private static Answer page(List<User> found, int total, int startIndex) {
        String resources = found.stream().map(user -> new String(user.json(), StandardCharsets.UTF_8)).collect(Collectors.joining(","));
        return Answer.of(200, ("{\"schemas\":[\"urn:ietf:params:scim:api:messages:2.0:ListResponse\"],\"totalResults\":" + total + ",\"startIndex\":" + startIndex
                + ",\"itemsPerPage\":" + found.size() + ",\"Resources\":[" + resources + "]}").getBytes(StandardCharsets.UTF_8));
    }

    private static int person(String userName) {
        Matcher matcher = PERSON.matcher(userName);
        return matcher.matches() ? Integer.parseInt(matcher.group(1)) : -1;
    }

    private static long micros() {
        Instant now = Instant.now();
        return now.getEpochSecond() * 1_000_000 + now.getNano() / 1_000;
    }

    private static Map<String, String> parameters(@Nullable String rawQuery) {
        Map<String, String> parameters = new HashMap<>();
        for (String pair : rawQuery == null ? new String[0] : rawQuery.split("&")) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                parameters.put(pair.substring(0, equals), URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
            }
        }
        return parameters;
    }
}
