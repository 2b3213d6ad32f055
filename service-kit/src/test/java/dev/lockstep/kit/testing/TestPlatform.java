package dev.lockstep.kit.testing;

import dev.lockstep.broker.EmbeddedBroker;
import dev.lockstep.kit.security.KeyFiles;
import dev.lockstep.kit.security.ServiceTokens;
import dev.lockstep.kit.web.Caller;
import dev.lockstep.kit.web.Role;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Set;
import java.util.UUID;

/** A real broker (one per JVM: a second one, or a vanished directory, would halt it) and the keys of an installation. */
public final class TestPlatform {
    private static final Path DIRECTORY = Path.of("target", "platform-" + UUID.randomUUID());

    private TestPlatform() {
    }

    private static final class Broker {
        static final EmbeddedBroker RUNNING = EmbeddedBroker.start(DIRECTORY.resolve("broker"), 0);
    }

    private static final class Keys {
        static final Path MADE = make();

        private static Path make() {
            Path keys = DIRECTORY.resolve("keys");
            KeyFiles.create(keys);
            return keys;
        }
    }

    /** For {@code lockstep.kafka.brokers}. */
    public static String brokers() {
        return Broker.RUNNING.bootstrapServers();
    }

    /** For {@code lockstep.keys-directory}. */
    public static Path keys() {
        return Keys.MADE;
    }

    /** A fresh directory below target. */
    public static Path directory(String name) {
        return DIRECTORY.resolve(name + "-" + UUID.randomUUID());
    }

    /** An {@code Authorization} value with which a service takes the caller for an authenticated one. */
    public static String bearer(String name, Role... roles) {
        return "Bearer " + new ServiceTokens.Signer(KeyFiles.signingKey(keys().resolve(KeyFiles.SIGNING_PRIVATE)), Clock.systemUTC())
                .sign(new Caller("token:" + name, Set.of(roles)));
    }
}
