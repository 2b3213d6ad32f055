package dev.lockstep.targets;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Stands in front of a real SCIM server and writes down what was asked of it and what it did, which is the only unbiased
 * witness after a crash. A request that has been read whole is always carried out and journaled, also when its caller has
 * died. It can lose answers on purpose.
 */
public final class RecordingProxy implements AutoCloseable {

    private static final Set<String> HOP_BY_HOP = Set.of(
            "connection", "content-length", "expect", "host", "upgrade", "transfer-encoding", "keep-alive", "te",
            "http2-settings", "date");

    private final String upstreamOrigin;
    private final String upstreamPath;
    private final Journal journal;
    private final LoopbackServer server;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final AtomicLong sequence = new AtomicLong();
    private volatile Function<Exchange, Behaviour> behaviour = _ -> Behaviour.pass();

    private RecordingProxy(URI upstream, int port, Journal journal) {
        this.upstreamOrigin = upstream.getScheme() + "://" + upstream.getRawAuthority();
        this.upstreamPath = upstream.getRawPath();
        this.journal = journal;
        this.server = LoopbackServer.start(port, this::handle);
    }

    /** @param upstream the real server's Tenant URL; the proxy serves the same path on a free port */
    public static RecordingProxy start(URI upstream) {
        return new RecordingProxy(upstream, 0, Journal.inMemory());
    }

    /** As {@link #start(URI)}, and each entry is also appended to the file as one line of JSON. */
    public static RecordingProxy start(URI upstream, int port, Path journalFile) {
        return new RecordingProxy(upstream, port, Journal.alsoTo(journalFile));
    }

    /** {@code <upstream url> <journal file> [port]}: a proxy in a process of its own, read with {@link Journal#read}. */
    public static void main(String[] args) {
        if (args.length < 2) {
            throw new IllegalArgumentException("Arguments are: <upstream url> <journal file> [port]");
        }
        LaunchOptions.quietLogging();
        int port = args.length > 2 ? Integer.parseInt(args[2]) : 0;
        LaunchOptions.ready(start(URI.create(args[0]), port, Path.of(args[1])).baseUrl());
    }

    /** @return the Tenant URL through this proxy */
    public URI baseUrl() {
        return URI.create("http://127.0.0.1:" + server.port() + upstreamPath);
    }

    /** @return a copy of all exchanges so far, in the order in which they ended */
    public List<Exchange> journal() {
        return journal.entries();
    }

    /** @return the changes that the application really made, in the order in which they ended */
    public List<Effect> effects() {
        return Journal.effects(journal());
    }

    /** Forgets the journal, for the next phase of a test. */
    public void clear() {
        journal.clear();
    }

    /** Decides per request, from now on; asked once the request has been read, possibly by many threads at once. */
    public void onRequest(Function<Exchange, Behaviour> decision) {
        this.behaviour = decision;
    }

    @Override
    public void close() {
        server.close();
        client.close();
        journal.close();
    }

    private void handle(HttpExchange http) throws IOException {
        byte[] body = http.getRequestBody().readAllBytes();
        Exchange received = Exchange.received(
                sequence.incrementAndGet(),
                http.getRequestMethod(),
                http.getRequestURI().toString(),
                new String(body, StandardCharsets.UTF_8),
                http.getRequestHeaders().getFirst("Idempotency-Key"));
        switch (behaviour.apply(received)) {
            case Behaviour.Pass() -> pass(http, received, body);
            case Behaviour.Delay(Duration before) -> {
                LoopbackServer.pause((int) before.toMillis());
                pass(http, received, body);
            }
            case Behaviour.Answer(int status, Map<String, String> headers, String text) -> {
                journal.add(received.sentOn(status));
                headers.forEach(http.getResponseHeaders()::set);
                LoopbackServer.answer(http, status, text.getBytes(StandardCharsets.UTF_8));
            }
            case Behaviour.CommitThenClose() -> {
                forward(http, received, body, 0);
                http.close();
            }
            case Behaviour.CommitThenAnswer(int status) -> {
                forward(http, received, body, status);
                LoopbackServer.answer(http, status, new byte[0]);
            }
            case Behaviour.Close() -> {
                journal.add(received);
                http.close();
            }
        }
    }

    private void pass(HttpExchange http, Exchange received, byte[] body) throws IOException {
        HttpResponse<byte[]> response = forward(http, received, body, -1);
        if (response == null) {
            LoopbackServer.answer(http, 502, LoopbackServer.error(502, "", "The upstream server cannot be reached"));
            return;
        }
        response.headers().map().forEach((name, values) -> {
            if (!HOP_BY_HOP.contains(name.toLowerCase(Locale.ROOT))) {
                http.getResponseHeaders().put(name, values);
            }
        });
        byte[] answer = response.body();
        http.sendResponseHeaders(response.statusCode(), answer.length == 0 ? -1 : answer.length);
        if (answer.length > 0) {
            http.getResponseBody().write(answer);
        }
        http.close();
    }

    /** @param sentOn the status that the caller will see, -1 for the upstream's own */
    private @Nullable HttpResponse<byte[]> forward(
            HttpExchange http, Exchange received, byte[] body, int sentOn) {
        try {
            HttpResponse<byte[]> response = client.send(request(http, received, body), BodyHandlers.ofByteArray());
            int status = response.statusCode();
            journal.add(received
                    .answeredByUpstream(status, new String(response.body(), StandardCharsets.UTF_8))
                    .sentOn(sentOn < 0 ? status : sentOn));
            return response;
        } catch (IOException e) {
            journal.add(received.answeredByUpstream(-1, "").sentOn(sentOn < 0 ? 502 : sentOn));
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            journal.add(received.answeredByUpstream(-1, "").sentOn(sentOn < 0 ? 502 : sentOn));
            return null;
        }
    }

    private HttpRequest request(HttpExchange http, Exchange received, byte[] body) {
        var request = HttpRequest.newBuilder(URI.create(upstreamOrigin + received.path()))
                .timeout(Duration.ofMinutes(2))
                .method(received.method(), body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        http.getRequestHeaders().forEach((name, values) -> {
            if (!HOP_BY_HOP.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> request.header(name, value));
            }
        });
        return request.build();
    }
}
