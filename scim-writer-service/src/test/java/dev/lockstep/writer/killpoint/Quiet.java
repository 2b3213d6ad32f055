package dev.lockstep.writer.killpoint;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the writer's log still while thousands of calls fail on purpose. */
public final class Quiet implements AutoCloseable {
    private final Logger logger = (Logger) LoggerFactory.getLogger("dev.lockstep.writer");
    private final Level before = logger.getLevel();

    public Quiet() {
        logger.setLevel(Level.OFF);
    }

    @Override
    public void close() {
        logger.setLevel(before);
    }
}
