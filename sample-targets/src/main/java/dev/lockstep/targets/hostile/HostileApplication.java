package dev.lockstep.targets.hostile;

import com.sun.net.httpserver.HttpExchange;
import dev.lockstep.targets.LoopbackServer;
import dev.lockstep.targets.hostile.Resources.Done;
import dev.lockstep.targets.hostile.Resources.Kind;
import dev.lockstep.targets.hostile.Routes.Answer;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Random;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** One SCIM 2.0 application of users and groups that misbehaves as its {@link Profile} and {@link Mode} say. */
public final class HostileApplication implements AutoCloseable {

    /** Longer than any caller waits in a torture run. */
    private static final int SILENCE_MS = 12_000;
    /** Long beside the time that a call may be on its way on a machine that is busy. */
    private static final int QUIET_SECONDS = 4;
    private static final byte[] NOTHING = new byte[0];
    private static final byte[] GARBAGE = "<html><body>It works!</body>".getBytes(StandardCharsets.UTF_8);

    private final Profile profile;
    private final byte[] expectedHeader;
    private final Random random;
    private final Resources resources;
    private final Routes routes;
    private final HostileJournal journal;
    private final LoopbackServer server;
    private volatile Mode mode = Mode.PROFILE;

    private HostileApplication(Profile profile, String token, long seed, Path journalFile) {
        this.profile = profile;
        this.expectedHeader = LoopbackServer.bearer(token);
        this.random = new Random(seed);
        this.resources = new Resources(profile.isUnique(), profile.searchLagMs());
        this.routes = new Routes(profile, resources);
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
    public String add(ObjectNode account) {
        return add(Kind.USER, account);
    }

    /** A group that was there before; not in the journal. */
    public String addGroup(ObjectNode group) {
        return add(Kind.GROUP, group);
    }

    private String add(Kind kind, ObjectNode json) {
        return switch (resources.create(kind, json)) {
            case Done.Changed changed -> changed.resource().id();
            case Done.NameTaken(), Done.Unknown(), Done.NoSuchMember() -> throw new IllegalStateException("the name is taken, or a member is not there");
        };
    }

    /** @return every account, whatever search shows */
    public ArrayNode dump() {
        return dump(Kind.USER);
    }

    /** @return every group with its members, whatever search shows */
    public ArrayNode groups() {
        return dump(Kind.GROUP);
    }

    private ArrayNode dump(Kind kind) {
        ArrayNode all = JsonMapper.shared().createArrayNode();
        resources.all(kind).forEach(one -> all.add(one.json()));
        return all;
    }

    @Override
    public void close() {
        server.close();
        journal.close();
    }

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
        Answer answer = routes.respond(entry, method, http.getRequestURI(), body);
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
}
