package dev.lockstep.e2e.torture;

import com.sun.net.httpserver.HttpExchange;
import dev.lockstep.targets.LoopbackServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Stands before an application and behaves, together with the writer behind it, like a writer with a known bug. */
final class MutantProxy implements AutoCloseable {
    private static final Set<String> OWN_HEADERS = Set.of("connection", "content-length", "host", "transfer-encoding", "keep-alive", "date");

    /** The bug. */
    enum Bug {
        /** A create whose answer was lost, as every fourth is, is simply sent again. */
        BLIND_SECOND_POST,
        /** Being asked for quiet counts as any failure: the request is sent again at once. */
        RETRY_AFTER_IGNORED,
        /** Now and then what was written before is written once more, as a zombie or a retry of an old body does. */
        OLD_BODY_AGAIN,
        /** Whom one look-up does not find is taken for gone: a second account is made although one is linked. */
        ABSENCE_IS_DELETION
    }

    private final Bug bug;
    private final String origin;
    private final String path;
    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final LoopbackServer server;
    private final Map<String, byte[]> olderBody = new ConcurrentHashMap<>();
    private final AtomicInteger count = new AtomicInteger();

    private MutantProxy(Bug bug, URI upstream) {
        this.bug = bug;
        this.origin = upstream.getScheme() + "://" + upstream.getRawAuthority();
        this.path = upstream.getRawPath();
        this.server = LoopbackServer.start(0, this::handle);
    }

    static MutantProxy start(Bug bug, String upstream) {
        return new MutantProxy(bug, URI.create(upstream));
    }

    String url() {
        return "http://127.0.0.1:" + server.port() + path;
    }

    @Override
    public void close() {
        server.close();
        client.shutdownNow();
    }

    private void handle(HttpExchange http) throws IOException {
        byte[] body = http.getRequestBody().readAllBytes();
        HttpResponse<byte[]> answer;
        try {
            answer = send(http, body);
        } catch (IOException lost) {
            http.close();
            return;
        }
        boolean create = http.getRequestMethod().equals("POST");
        if (bug == Bug.BLIND_SECOND_POST && create && count.incrementAndGet() % 4 == 0) {
            answer = send(http, body);
        }
        for (int i = 0; bug == Bug.RETRY_AFTER_IGNORED && answer.statusCode() == 429 && i < 3; i++) {
            LoopbackServer.pause(2_300);
            answer = send(http, body);
        }
        if (bug == Bug.OLD_BODY_AGAIN && http.getRequestMethod().equals("PATCH")) {
            byte[] older = olderBody.put(http.getRequestURI().getPath(), body);
            if (older != null) {
                send(http, older);
            }
        }
        if (bug == Bug.ABSENCE_IS_DELETION && create && count.incrementAndGet() % 5 == 0) {
            answer = send(http, body);
        }
        answer.headers().map().forEach((name, values) -> {
            if (!OWN_HEADERS.contains(name.toLowerCase(Locale.ROOT))) {
                http.getResponseHeaders().put(name, List.copyOf(values));
            }
        });
        LoopbackServer.answer(http, answer.statusCode(), answer.body());
    }

    private HttpResponse<byte[]> send(HttpExchange http, byte[] body) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(origin + http.getRequestURI()))
                .method(http.getRequestMethod(), body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        http.getRequestHeaders().forEach((name, values) -> {
            if (!OWN_HEADERS.contains(name.toLowerCase(Locale.ROOT)) && !name.equalsIgnoreCase("Expect") && !name.equalsIgnoreCase("Upgrade")
                    && !name.equalsIgnoreCase("Http2-Settings")) {
                values.forEach(value -> request.header(name, value));
            }
        });
        try {
            return client.send(request.build(), BodyHandlers.ofByteArray());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
