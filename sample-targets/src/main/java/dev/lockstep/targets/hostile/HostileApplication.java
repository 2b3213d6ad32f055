package dev.lockstep.targets.hostile;

import com.sun.net.httpserver.HttpExchange;
import dev.lockstep.targets.LoopbackServer;
import dev.lockstep.targets.StubPatch;
import dev.lockstep.targets.hostile.Accounts.Account;
import dev.lockstep.targets.hostile.Accounts.Done;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** One SCIM 2.0 application of users that misbehaves as its {@link Profile} and {@link Mode} say. */
public final class HostileApplication implements AutoCloseable {

    private static final String USERS = "/scim/v2/Users";
    private static final Pattern FILTER = Pattern.compile("\\s*(userName|externalId|id)\\s+eq\\s+\"(.*)\"\\s*", Pattern.CASE_INSENSITIVE);
    /** Longer than any caller waits in a torture run. */
    private static final int SILENCE_MS = 12_000;
    /** Long beside the time that a call may be on its way on a machine that is busy. */
    private static final int QUIET_SECONDS = 4;
    private static final byte[] NOTHING = new byte[0];
    private static final byte[] GARBAGE = "<html><body>It works!</body>".getBytes(StandardCharsets.UTF_8);
    private static final byte[] CONFIG = ("""
            {"schemas":["urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig"],"patch":{"supported":true},\
            "bulk":{"supported":false,"maxOperations":0,"maxPayloadSize":0},"filter":{"supported":true,"maxResults":200},\
            "changePassword":{"supported":false},"sort":{"supported":false},"etag":{"supported":false},"authenticationSchemes":[]}""")
            .getBytes(StandardCharsets.UTF_8);

    private final JsonMapper json = JsonMapper.shared();
    private final Profile profile;
    private final byte[] expectedHeader;
    private final Random random;
    private final Accounts accounts;
    private final HostileJournal journal;
    private final LoopbackServer server;
    private volatile Mode mode = Mode.PROFILE;
    private int oddAnswers;

    private HostileApplication(Profile profile, String token, long seed, Path journalFile) {
        this.profile = profile;
        this.expectedHeader = LoopbackServer.bearer(token);
        this.random = new Random(seed);
        this.accounts = new Accounts(profile.isUnique(), profile.searchLagMs());
        this.journal = new HostileJournal(journalFile);
        this.server = LoopbackServer.start(0, this::handle);
    }

    /** @param seed which requests go wrong; the same requests in the same order meet the same fate */
    public static HostileApplication start(Profile profile, String token, long seed, Path journalFile) {
        return new HostileApplication(profile, token, seed, journalFile);
    }

    public URI baseUrl() {
        return URI.create("http://127.0.0.1:" + server.port() + "/scim/v2");
    }

    /** From now on. */
    public void mode(Mode next) {
        mode = next;
    }

    /** An account that was there before; not in the journal. */
    public String add(ObjectNode resource) {
        return switch (accounts.create(resource)) {
            case Done.Changed(Account account, long _) -> account.id();
            case Done.NameTaken(), Done.Unknown() -> throw new IllegalStateException("the name is taken");
        };
    }

    /** @return every account, whatever search shows */
    public ArrayNode dump() {
        ArrayNode all = json.createArrayNode();
        accounts.all().forEach(account -> all.add(account.json()));
        return all;
    }

    @Override
    public void close() {
        server.close();
        journal.close();
    }

    private record Answer(Entry entry, int status, byte[] body) {}

    private void handle(HttpExchange http) throws IOException {
        byte[] body = http.getRequestBody().readAllBytes();
        String method = http.getRequestMethod();
        boolean write = !method.equals("GET");
        boolean authorized = LoopbackServer.authorized(http, expectedHeader);
        boolean foreign = !authorized && http.getRequestHeaders().containsKey("Authorization");
        Mishap mishap = mishap(write);
        Entry entry = Entry.arrived(Instant.now().toEpochMilli(), method, http.getRequestURI().toString(),
                http.getRequestHeaders().getFirst("Idempotency-Key"), authorized, foreign, mishap,
                write ? new String(body, StandardCharsets.UTF_8) : "");
        LoopbackServer.pause(profile.pauseMs(chance()));
        if (!authorized || mishap == Mishap.UNAUTHORIZED) {
            send(http, new Answer(entry, 401, LoopbackServer.error(401, "", "A valid bearer token is required")));
            return;
        }
        if (refused(http, entry, mishap)) {
            return;
        }
        Answer answer = respond(entry, method, http.getRequestURI(), body);
        spoil(http, mishap, answer);
    }

    private Mishap mishap(boolean write) {
        Mode now = mode;
        Mishap always = now.always();
        return always == null ? profile.mishap(write, chance()) : always;
    }

    private synchronized double chance() {
        return random.nextDouble();
    }

    private boolean refused(HttpExchange http, Entry entry, Mishap mishap) throws IOException {
        switch (mishap) {
            case REFUSE_500 -> send(http, new Answer(entry, 500, LoopbackServer.error(500, "", "Something went wrong")));
            case CLOSE -> {
                journal.add(entry);
                http.close();
            }
            case THROTTLE -> {
                http.getResponseHeaders().set("Retry-After", Integer.toString(QUIET_SECONDS));
                journal.add(entry.quiet(429, Instant.now().toEpochMilli() + QUIET_SECONDS * 1_000L));
                LoopbackServer.answer(http, 429, LoopbackServer.error(429, "", "Too many requests"));
            }
            case THROTTLE_UNTIL -> {
                Instant until = Instant.ofEpochSecond(Instant.now().getEpochSecond() + 1 + QUIET_SECONDS);
                http.getResponseHeaders().set("Retry-After", DateTimeFormatter.RFC_1123_DATE_TIME.format(until.atOffset(ZoneOffset.UTC)));
                journal.add(entry.quiet(429, until.toEpochMilli()));
                LoopbackServer.answer(http, 429, LoopbackServer.error(429, "", "Too many requests"));
            }
            case NONE, UNAUTHORIZED, COMMIT_503, COMMIT_503_LATER, COMMIT_CLOSE, COMMIT_HANG, COMMIT_202, COMMIT_GARBAGE, COMMIT_DRIP -> {
                return false;
            }
        }
        return true;
    }

    /** What was asked for is done; now its answer goes wrong. */
    private void spoil(HttpExchange http, Mishap mishap, Answer answer) throws IOException {
        switch (mishap) {
            case COMMIT_503 -> send(http, new Answer(answer.entry(), 503, NOTHING));
            case COMMIT_503_LATER -> {
                http.getResponseHeaders().set("Retry-After", Integer.toString(QUIET_SECONDS));
                journal.add(answer.entry().quiet(503, Instant.now().toEpochMilli() + QUIET_SECONDS * 1_000L));
                LoopbackServer.answer(http, 503, NOTHING);
            }
            case COMMIT_CLOSE -> {
                journal.add(answer.entry());
                http.close();
            }
            case COMMIT_HANG -> {
                journal.add(answer.entry());
                LoopbackServer.pause(SILENCE_MS);
                http.close();
            }
            case COMMIT_202 -> send(http, new Answer(answer.entry(), 202, NOTHING));
            case COMMIT_GARBAGE -> send(http, new Answer(answer.entry(), 200, GARBAGE));
            case COMMIT_DRIP -> drip(http, answer);
            case NONE, REFUSE_500, CLOSE, THROTTLE, THROTTLE_UNTIL, UNAUTHORIZED -> send(http, answer);
        }
    }

    private void send(HttpExchange http, Answer answer) throws IOException {
        journal.add(answer.entry().answered(answer.status()));
        LoopbackServer.answer(http, answer.status(), answer.body());
    }

    private void drip(HttpExchange http, Answer answer) throws IOException {
        journal.add(answer.entry().answered(answer.status()));
        byte[] body = answer.body().length == 0 ? GARBAGE : answer.body();
        http.getResponseHeaders().set("Content-Type", LoopbackServer.SCIM);
        http.sendResponseHeaders(answer.status() == 204 ? 200 : answer.status(), body.length);
        for (int i = 0; i < Math.min(body.length, SILENCE_MS / 250); i++) {
            http.getResponseBody().write(body[i]);
            http.getResponseBody().flush();
            LoopbackServer.pause(250);
        }
        http.close();
    }

    private Answer respond(Entry entry, String method, URI target, byte[] body) {
        String path = target.getPath();
        try {
            if (path.equals(USERS) && method.equals("GET")) {
                return list(entry, parameters(target.getRawQuery()));
            }
            if (path.equals(USERS) && method.equals("POST")) {
                ObjectNode resource = (ObjectNode) json.readTree(body);
                if (resource.path("userName").asString("").isEmpty()) {
                    return new Answer(entry, 400, LoopbackServer.error(400, "invalidValue", "userName is required"));
                }
                return answer(entry, accounts.create(resource), 201);
            }
            if (path.startsWith(USERS + "/")) {
                return one(entry, method, path.substring(USERS.length() + 1), body);
            }
            return path.equals("/scim/v2/ServiceProviderConfig") ? new Answer(entry, 200, CONFIG)
                    : new Answer(entry, 404, LoopbackServer.error(404, "", "There is no such resource"));
        } catch (JacksonException | IllegalArgumentException | ClassCastException _) {
            return new Answer(entry, 400, LoopbackServer.error(400, "invalidSyntax", "The request cannot be understood"));
        }
    }

    private Answer one(Entry entry, String method, String id, byte[] body) {
        return switch (method) {
            case "GET" -> {
                Optional<Account> found = accounts.get(id);
                yield found.map(account -> new Answer(entry, 200, json.writeValueAsBytes(account.json())))
                        .orElseGet(() -> new Answer(entry, 404, LoopbackServer.error(404, "", "There is no such resource")));
            }
            case "PATCH" -> {
                JsonNode request = json.readTree(body);
                yield answer(entry, accounts.change(id, resource -> StubPatch.apply(resource, request)), 200);
            }
            case "DELETE" -> answer(entry, accounts.remove(id), 204);
            case String _ -> new Answer(entry, 405, LoopbackServer.error(405, "", "Not allowed here"));
        };
    }

    private Answer answer(Entry entry, Done done, int status) {
        return switch (done) {
            case Done.Changed(Account account, long commit) -> new Answer(entry.done(commit, account), status,
                    status == 204 ? NOTHING : json.writeValueAsBytes(account.json()));
            case Done.NameTaken() -> duplicate(entry);
            case Done.Unknown() -> new Answer(entry, 404, LoopbackServer.error(404, "", "There is no such resource"));
        };
    }

    private synchronized Answer duplicate(Entry entry) {
        return switch (profile.duplicates()) {
            case CONFLICT -> new Answer(entry, 409, LoopbackServer.error(409, "uniqueness", "userName is already taken"));
            case ODD -> switch (oddAnswers++ % 3) {
                case 0 -> new Answer(entry, 409, LoopbackServer.error(409, "", "Conflict"));
                case 1 -> new Answer(entry, 400, LoopbackServer.error(400, "", "The user exists already"));
                default -> new Answer(entry, 500, LoopbackServer.error(500, "", "Duplicate key"));
            };
        };
    }

    private Answer list(Entry entry, Map<String, String> parameters) {
        int startIndex = Math.max(1, Integer.parseInt(parameters.getOrDefault("startIndex", "1")));
        int count = Math.clamp(Integer.parseInt(parameters.getOrDefault("count", "100")), 0, 200);
        String filter = parameters.get("filter");
        if (filter == null) {
            List<Account> all = accounts.visible();
            return page(entry, all.stream().skip(startIndex - 1L).limit(count).toList(), all.size(), startIndex);
        }
        Matcher eq = FILTER.matcher(filter);
        if (!eq.matches()) {
            return new Answer(entry, 400, LoopbackServer.error(400, "invalidFilter", "Only a single eq is understood"));
        }
        List<Account> found = accounts.find(eq.group(1), eq.group(2).replace("\\\"", "\"").replace("\\\\", "\\"));
        return page(entry, found, found.size(), 1);
    }

    private Answer page(Entry entry, List<Account> page, int total, int startIndex) {
        ObjectNode answer = json.createObjectNode();
        answer.putArray("schemas").add("urn:ietf:params:scim:api:messages:2.0:ListResponse");
        answer.put("totalResults", total).put("startIndex", startIndex).put("itemsPerPage", page.size());
        ArrayNode resources = answer.putArray("Resources");
        new ArrayList<>(page).forEach(account -> resources.add(account.json()));
        return new Answer(entry, 200, json.writeValueAsBytes(answer));
    }

    private static Map<String, String> parameters(@Nullable String rawQuery) {
        Map<String, String> parameters = new HashMap<>();
        if (rawQuery != null) {
            for (String pair : rawQuery.split("&")) {
                int equals = pair.indexOf('=');
                if (equals > 0) {
                    parameters.put(pair.substring(0, equals), URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
                }
            }
        }
        return parameters;
    }
}
