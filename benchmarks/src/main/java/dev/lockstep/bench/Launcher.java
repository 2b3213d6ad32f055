package dev.lockstep.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Finds the built system, in the form in which the {@code lockstep} script runs it. */
final class Launcher {

    /** Below the project's directory. */
    static final String BUILT = "standalone/target/standalone-0.1.0-SNAPSHOT-exec.jar";

    private Launcher() {
    }

    /** @return the jar to run, unpacked because a nested one starts slower */
    static Path unpacked(Path built, Path below) {
        if (!Files.exists(built)) {
            throw new IllegalStateException(built + " is missing: build it with mvn -DskipTests -pl standalone -am package");
        }
        Path into = below.resolve(Integer.toHexString(built.toAbsolutePath().hashCode()));
        Path jar = into.resolve(built.getFileName());
        try {
            Path stamp = into.resolve(".done");
            if (!Files.exists(stamp) || Files.getLastModifiedTime(stamp).compareTo(Files.getLastModifiedTime(built)) < 0) {
                clear(into);
                Commands.output(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Djarmode=tools", "-jar", built.toString(),
                        "extract", "--destination", into.toString());
                if (!Files.exists(jar)) {
                    throw new IllegalStateException(built + " could not be unpacked");
                }
                Files.createFile(stamp);
            }
            return jar;
        } catch (IOException e) {
            throw new UncheckedIOException("the built system cannot be unpacked", e);
        }
    }

    private static void clear(Path directory) throws IOException {
        if (Files.exists(directory)) {
            try (var files = Files.walk(directory)) {
                for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
