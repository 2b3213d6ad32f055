package dev.lockstep.targets;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A SCIM server as cheap as can be, for measuring what stands in front of it: users only, single {@code eq} filters, no
 * schema. It waits as long as it is told before each answer, as a server across a network would.
 *
 * <p>Beside SCIM it takes, at its origin and with the same token, {@code POST /control/delay?ms=N} and
 * {@code DELETE /control/users}.
 */
public final class ScimStub implements SampleApplication {

    private static final String USERS = "/scim/v2/Users";
    private static final Pattern FILTER = Pattern.compile("\\s*(userName|externalId|id)\\s+eq\\s+\"(.*)\"\\s*", Pattern.CASE_INSENSITIVE);
    private static final byte[] NOTHING = new byte[0];
    private static final byte[] UNAUTHORIZED = LoopbackServer.error(401, "", "A valid bearer token is required");
    private static final byte[] NOT_FOUND = LoopbackServer.error(404, "", "There is no such resource");
    private static final byte[] TAKEN = LoopbackServer.error(409, "uniqueness", "userName is already taken");
    private static final byte[] CONFIG = ("""
            {"schemas":["urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig"],"patch":{"supported":true},\
            "bulk":{"supported":false,"maxOperations":0,"maxPayloadSize":0},"filter":{"supported":true,"maxResults":1000},\
            "changePassword":{"supported":false},"sort":{"supported":false},"etag":{"supported":false},\
            "authenticationSchemes":[{"type":"oauthbearertoken","name":"Bearer token","description":"A fixed token"}]}""")
            .getBytes(StandardCharsets.UTF_8);

    private record Account(String id, String userName, String externalId, byte[] json) {}

    private record Answer(int status, byte[] body) {}

    private final JsonMapper json = JsonMapper.shared();
    private final byte[] expectedHeader;
    private final LoopbackServer server;
    private volatile int delayMs;
    private volatile Shelf<Account> users = emptyShelf();

    private ScimStub(int port, String token, int delayMs) {
        this.expectedHeader = LoopbackServer.bearer(token);
        this.delayMs = delayMs;
        this.server = LoopbackServer.start(port, this::handle);
    }

    /**
     * @param port TCP port on loopback, 0 for a free one
     * @param delayMs wait before each answer, in milliseconds
     */
    public static ScimStub start(int port, String token, int delayMs) {
        return new ScimStub(port, token, delayMs);
    }

    /** Runs until it is killed; see {@link LaunchOptions} for the options. */
    public static void main(String[] args) {
        LaunchOptions.quietLogging();
        LaunchOptions options = LaunchOptions.parse(args);
        options.announce(start(options.port(), options.token(), options.delayMs()).baseUrl());
    }

    @Override
    public URI baseUrl() {
        return URI.create("http://127.0.0.1:" + server.port() + "/scim/v2");
    }

    /** @return how many users there are */
    public int size() {
        return users.size();
    }

    @Override
    public void close() {
        server.close();
    }

    private void handle(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        LoopbackServer.pause(delayMs);
        Answer answer = LoopbackServer.authorized(exchange, expectedHeader)
                ? respond(exchange.getRequestMethod(), exchange.getRequestURI(), body)
                : new Answer(401, UNAUTHORIZED);
        LoopbackServer.answer(exchange, answer.status(), answer.body());
    }

    private Answer respond(String method, URI target, byte[] body) {
        String path = target.getPath();
        try {
            if (path.equals(USERS)) {
                return switch (method) {
                    case "GET" -> list(parameters(target.getRawQuery()));
                    case "POST" -> create(body);
                    case String _ -> new Answer(405, LoopbackServer.error(405, "", "Not allowed here"));
                };
            }
            if (path.startsWith(USERS + "/")) {
                return one(method, path.substring(USERS.length() + 1), body);
            }
            return switch (method + " " + path) {
                case "GET /scim/v2/ServiceProviderConfig" -> new Answer(200, CONFIG);
                case "POST /control/delay" -> {
                    delayMs = Integer.parseInt(parameters(target.getRawQuery()).getOrDefault("ms", "0"));
                    yield new Answer(204, NOTHING);
                }
                case "DELETE /control/users" -> {
                    users = emptyShelf();
                    yield new Answer(204, NOTHING);
                }
                case String _ -> new Answer(404, NOT_FOUND);
            };
        } catch (JacksonException | IllegalArgumentException | ClassCastException _) {
            return new Answer(400, LoopbackServer.error(400, "invalidSyntax", "The request cannot be understood"));
        }
    }

    private Answer one(String method, String id, byte[] body) {
        Shelf<Account> shelf = users;
        Optional<Account> stored = shelf.get(id);
        if (stored.isEmpty()) {
            return new Answer(404, NOT_FOUND);
        }
        return switch (method) {
            case "GET" -> new Answer(200, stored.get().json());
            case "PATCH" -> patch(shelf, id, json.readTree(body));
            case "PUT" -> store(shelf, id, (ObjectNode) json.readTree(body));
            case "DELETE" -> shelf.remove(id) ? new Answer(204, NOTHING) : new Answer(404, NOT_FOUND);
            case String _ -> new Answer(405, LoopbackServer.error(405, "", "Not allowed here"));
        };
    }

    private Answer create(byte[] body) {
        ObjectNode resource = (ObjectNode) json.readTree(body);
        if (resource.path("userName").asString("").isEmpty()) {
            return new Answer(400, LoopbackServer.error(400, "invalidValue", "userName is required"));
        }
        Account account = account(UUID.randomUUID().toString(), resource);
        return users.add(account.id(), account) == Shelf.Stored.YES
                ? new Answer(201, account.json())
                : new Answer(409, TAKEN);
    }

    private Answer patch(Shelf<Account> shelf, String id, JsonNode request) {
        // Read, change and write under one lock: two PATCHes of one user must both count.
        synchronized (shelf) {
            Optional<Account> stored = shelf.get(id);
            if (stored.isEmpty()) {
                return new Answer(404, NOT_FOUND);
            }
            ObjectNode resource = (ObjectNode) json.readTree(stored.get().json());
            StubPatch.apply(resource, request);
            return store(shelf, id, resource);
        }
    }

    private Answer store(Shelf<Account> shelf, String id, ObjectNode resource) {
        Account account = account(id, resource);
        return switch (shelf.replace(id, account)) {
            case YES -> new Answer(200, account.json());
            case NAME_TAKEN -> new Answer(409, TAKEN);
            case UNKNOWN_ID -> new Answer(404, NOT_FOUND);
        };
    }

    private Account account(String id, ObjectNode resource) {
        resource.put("id", id);
        resource.putObject("meta").put("resourceType", "User").put("location", USERS + "/" + id)
                .put("lastModified", Instant.now().toString());
        return new Account(id, resource.path("userName").asString(""), resource.path("externalId").asString(""),
                json.writeValueAsBytes(resource));
    }

    private Answer list(Map<String, String> parameters) {
        int startIndex = Math.max(1, Integer.parseInt(parameters.getOrDefault("startIndex", "1")));
        int count = Math.clamp(Integer.parseInt(parameters.getOrDefault("count", "100")), 0, 1000);
        Shelf<Account> shelf = users;
        String filter = parameters.get("filter");
        if (filter == null) {
            return page(shelf.inOrder().skip(startIndex - 1L).limit(count).toList(), shelf.size(), startIndex);
        }
        Matcher eq = FILTER.matcher(filter);
        if (!eq.matches()) {
            return new Answer(400, LoopbackServer.error(400, "invalidFilter", "Only a single eq is understood"));
        }
        String value = eq.group(2).replace("\\\"", "\"").replace("\\\\", "\\");
        List<Account> found = switch (eq.group(1).toLowerCase(Locale.ROOT)) {
            case "username" -> shelf.named(value).stream().toList();
            case "externalid" -> shelf.withExternalId(value);
            case String _ -> shelf.get(value).stream().toList();
        };
        return page(found, found.size(), 1);
    }

    private static Answer page(List<Account> accounts, int total, int startIndex) {
        String resources = accounts.stream()
                .map(a -> new String(a.json(), StandardCharsets.UTF_8))
                .collect(Collectors.joining(","));
        String text = "{\"schemas\":[\"urn:ietf:params:scim:api:messages:2.0:ListResponse\"],\"totalResults\":" + total
                + ",\"startIndex\":" + startIndex + ",\"itemsPerPage\":" + accounts.size()
                + ",\"Resources\":[" + resources + "]}";
        return new Answer(200, text.getBytes(StandardCharsets.UTF_8));
    }

    private static Map<String, String> parameters(@Nullable String rawQuery) {
        Map<String, String> parameters = new HashMap<>();
        if (rawQuery != null) {
            for (String pair : rawQuery.split("&")) {
                int equals = pair.indexOf('=');
                if (equals > 0) {
                    parameters.put(pair.substring(0, equals),
                            URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
                }
            }
        }
        return parameters;
    }

    private static Shelf<Account> emptyShelf() {
        return new Shelf<>(Account::userName, a -> a.externalId().isEmpty() ? null : a.externalId());
    }
}
