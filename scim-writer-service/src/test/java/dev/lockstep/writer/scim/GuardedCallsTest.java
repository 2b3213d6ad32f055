package dev.lockstep.writer.scim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.contracts.ObjectType;
import dev.lockstep.kit.net.AddressPolicy;
import dev.lockstep.writer.fault.Answer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The guard sits where the socket gets its addresses. */
class GuardedCallsTest {
    private static final InetAddress PUBLIC = InetAddress.ofLiteral("8.8.8.8");

    @Test
    void a_name_that_turns_private_after_it_was_checked_gets_not_one_byte() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        AddressPolicy.Names rebinding = host -> new InetAddress[] {asked.getAndIncrement() == 0 ? PUBLIC : InetAddress.getLoopbackAddress()};
        AddressPolicy policy = new AddressPolicy(List.of(), rebinding);
        policy.resolve("rebinding.example", false);

        decoy((port, connections) -> {
            for (String url : List.of("https://rebinding.example:" + port, "http://rebinding.example:" + port, "https://127.0.0.1:" + port, "https://[::1]:" + port)) {
                assertThat(call(policy, URI.create(url))).isInstanceOf(Answer.AddressRefused.class);
            }
            assertThat(connections).hasValue(0);
        });
    }

    private interface WithDecoy {
        void run(int port, AtomicInteger connections) throws Exception;
    }

    private static void decoy(WithDecoy test) throws Exception {
        AtomicInteger connections = new AtomicInteger();
        try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> {
                while (!server.isClosed()) {
                    try (Socket connection = server.accept()) {
                        connections.incrementAndGet();
                    } catch (java.io.IOException e) {
                        return;
                    }
                }
            });
            test.run(server.getLocalPort(), connections);
        }
    }

    private static Answer call(AddressPolicy policy, URI url) {
        try (Deadlines deadlines = new Deadlines();
                ScimClient client = new ScimClient(url, () -> "Bearer x", policy,
                        new ScimClient.Limits(1, Duration.ofSeconds(1), Duration.ofSeconds(2)), deadlines, Clock.systemUTC())) {
            return client.create(ObjectType.USER, Map.of("userName", "x"), "op", () -> true).answer();
        }
    }
}
