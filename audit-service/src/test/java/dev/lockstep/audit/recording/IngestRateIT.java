package dev.lockstep.audit.recording;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.OperatingSystemMXBean;
import dev.lockstep.audit.Samples;
import dev.lockstep.audit.TestStore;
import dev.lockstep.audit.ledger.Ledger;
import dev.lockstep.audit.ledger.MongoLedger;
import dev.lockstep.audit.notify.FailureWatch;
import dev.lockstep.audit.notify.MongoEpisodes;
import dev.lockstep.contracts.AccountOutcome;
import dev.lockstep.contracts.AccountOutcome.Change;
import dev.lockstep.contracts.codec.Codec;
import dev.lockstep.kit.consume.Received;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What recording costs, with decoding and the store in this JVM. The figures go to README.md. */
class IngestRateIT {
    private static final int BATCH = 500;
    private final OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    @Test
    void recording_an_initial_load_costs_little() {
        Ledger ledger = new MongoLedger(TestStore.database(), Duration.ofDays(40_000));
        Recorder recorder = new Recorder(ledger,
                new FailureWatch(new MongoEpisodes(TestStore.database(), Duration.ofHours(1)), Clock.systemUTC(), () -> { }), new SimpleMeterRegistry());
        List<List<byte[]>> warmUp = batches(0, 20);
        List<List<byte[]>> measured = batches(20, 40);
        warmUp.forEach(batch -> recorder.handle(decoded(batch)));

        long cpu = system.getProcessCpuTime();
        long start = System.nanoTime();
        measured.forEach(batch -> recorder.handle(decoded(batch)));
        double seconds = (System.nanoTime() - start) / 1e9;
        double cpuMs = (system.getProcessCpuTime() - cpu) / 1e6;

        int facts = measured.size() * BATCH;
        System.out.printf("recording: %,.0f facts/s, %.3f ms CPU per fact (decode, store and JIT included)%n", facts / seconds, cpuMs / facts);
        assertThat(cpuMs / facts).as("ms CPU per fact, with room for a busy machine").isLessThan(1.0);
    }

    private static List<Received> decoded(List<byte[]> batch) {
        return batch.stream().map(value -> new Received("t", 0, 0, null, value, Codec.decode(value))).toList();
    }

    private static List<List<byte[]>> batches(int from, int count) {
        List<List<byte[]>> batches = new ArrayList<>();
        for (int b = from; b < from + count; b++) {
            List<byte[]> batch = new ArrayList<>(BATCH);
            for (int i = 0; i < BATCH; i++) {
                batch.add(Codec.encode(Samples.envelope(created(b * BATCH + i))));
            }
            batches.add(batch);
        }
        return batches;
    }

    private static AccountOutcome created(int n) {
        AccountOutcome o = Samples.applied("pingboard", "0f8a-user-" + n, n);
        List<Change> changes = new ArrayList<>(o.changes());
        for (String attribute : List.of("displayName", "title", "emails[type eq \"work\"].value", "externalId", "active", "preferredLanguage", "name.givenName",
                "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department")) {
            changes.add(new Change(attribute, null, "Some Value " + n));
        }
        return new AccountOutcome(o.factId(), o.app(), o.objectType(), o.objectId(), o.userName(), o.targetId(), o.result(), o.action(), o.version(),
                o.supersededBy(), o.reason(), o.causes(), o.lane(), o.syncId(), o.requestId(), o.initiator(), o.steps(), changes, o.failure(), o.http(),
                o.attempt(), o.timings());
    }
}
