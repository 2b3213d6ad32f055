package dev.lockstep.standalone.command;

import dev.lockstep.store.EmbeddedStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/** Writes the store's counters to a file once a second, so that a benchmark can read them from outside. */
final class StoreCounters {
    /** The {@code --set} that asks for it. */
    static final String SETTING = "lockstep.bench=true";

    private static final Logger LOG = LoggerFactory.getLogger(StoreCounters.class);

    private StoreCounters() {
    }

    /** Writes the first before it returns, and the others until the process ends. */
    static void write(Supplier<EmbeddedStore.Stats> counters, Path file) {
        writeOnce(counters.get(), file);
        Thread.ofPlatform().daemon().name("store-counters").start(() -> {
            while (!Thread.currentThread().isInterrupted()) {
                LockSupport.parkNanos(Duration.ofSeconds(1).toNanos());
                writeOnce(counters.get(), file);
            }
        });
    }

    /** Readers find a whole file at any time. */
    private static void writeOnce(EmbeddedStore.Stats counters, Path file) {
        Path next = file.resolveSibling(file.getFileName() + ".next");
        try {
            Files.write(next, JsonMapper.shared().writeValueAsBytes(counters));
            Files.move(next, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            LOG.atWarn().addKeyValue("fault", e.getClass().getName()).log("the store's counters could not be written");
        }
    }
}
