package dev.lockstep.bench;

import java.net.URI;
import java.util.concurrent.atomic.AtomicLong;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Posts events as a source does, with its own key. Anything but 202 with every event accepted is a failure. */
final class IngestLoad implements AutoCloseable {

    private static final String PATH = "/api/v1/sources/" + People.SOURCE + "/events";

    private final Http http;
    private final int connections;

    IngestLoad(URI address, String sourceKey, int connections) {
        this.http = new Http(address, sourceKey, connections);
        this.connections = connections;
    }

    /** @return seconds from the first request to the last answer; the people repeat when there are more events */
    double batches(String round, int events, int people) {
        // No batch may hold one person twice: its events would have one id.
        int size = Math.min(Plan.BATCH, people);
        byte[][] bodies = new byte[(events + size - 1) / size][];
        for (int i = 0; i < bodies.length; i++) {
            bodies[i] = People.batch(round + "-" + i, i * size, Math.min((i + 1) * size, events), people);
        }
        AtomicLong accepted = new AtomicLong();
        double seconds = Fleet.run(connections, bodies.length, i -> accepted.addAndGet(post("application/cloudevents-batch+json", bodies[i])));
        require(accepted.get(), events);
        return seconds;
    }

    /** Each of the people numbered from (inclusive) to (exclusive) once, in batches. @return seconds from the first request to the last answer */
    double range(String round, int from, int to) {
        int batches = (to - from + Plan.BATCH - 1) / Plan.BATCH;
        AtomicLong accepted = new AtomicLong();
        double seconds = Fleet.run(connections, batches, i -> {
            int first = from + i * Plan.BATCH;
            accepted.addAndGet(post("application/cloudevents-batch+json", People.batch(round, first, Math.min(to, first + Plan.BATCH), Integer.MAX_VALUE)));
        });
        require(accepted.get(), to - from);
        return seconds;
    }

    /** As {@link #batches}, one event per request. */
    double singles(String round, int events, int people) {
        byte[][] bodies = new byte[events][];
        for (int i = 0; i < events; i++) {
            bodies[i] = People.single(round + "-" + i, i % people);
        }
        AtomicLong accepted = new AtomicLong();
        double seconds = Fleet.run(connections, events, i -> accepted.addAndGet(one(bodies[i])));
        require(accepted.get(), events);
        return seconds;
    }

    long one(byte[] event) {
        return post("application/cloudevents+json", event);
    }

    private long post(String contentType, byte[] body) {
        Http.Answer answer = http.send("POST", PATH, contentType, body);
        if (answer.status() != 202) {
            throw new IllegalStateException("ingest answered " + answer.status() + " " + answer.text());
        }
        JsonNode receipt = JsonMapper.shared().readTree(answer.body());
        return receipt.path("accepted").asLong();
    }

    private static void require(long accepted, int events) {
        if (accepted != events) {
            throw new IllegalStateException("ingest accepted " + accepted + " of " + events + " events");
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
