package dev.lockstep.standalone.command;

/** Sends the log of everything in this process to one file, before anything logs. */
final class Logging {
    private Logging() {
    }

    static void toFile() {
        System.setProperty("logback.configurationFile", "lockstep-logback.xml");
        // Boot would set logging up anew with each service's context.
        System.setProperty("org.springframework.boot.logging.LoggingSystem", "none");
        if (System.getProperty("lockstep.log") == null) {
            System.setProperty("lockstep.log", ".lockstep/lockstep.log");
        }
    }

    /** Tomcat logs through the JDK's logging, which would write to the terminal. */
    private static void withTheJdksOwn() {
        java.util.logging.LogManager.getLogManager().reset();
        java.util.logging.Logger.getLogger("").setLevel(java.util.logging.Level.WARNING);
        org.slf4j.bridge.SLF4JBridgeHandler.install();
        // Set up here and by one thread: broker and store start side by side and log at once.
        org.slf4j.LoggerFactory.getLogger(Logging.class).debug("logging is set up");
    }

    /** The log goes beside the data; call before the first logger is made. */
    static void into(java.nio.file.Path directory) {
        System.setProperty("lockstep.log", directory.resolve("lockstep.log").toString());
        withTheJdksOwn();
    }
}
