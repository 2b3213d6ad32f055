package dev.lockstep.e2e.torture.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The services' executable jars, unpacked once for each build: that starts faster, and a build during a run does not change
 * what a killed process is started from.
 */
public final class Jars {
    private final Path home;
    private final Path cache;

    /**
     * @param home the project's directory
     * @param cache where to unpack
     */
    public Jars(Path home, Path cache) {
        this.home = home;
        this.cache = cache;
    }

    /**
     * Callers may ask for different modules at the same time.
     *
     * @return the module's jar to run
     */
    public Path of(String module) {
        try (Stream<Path> files = Files.list(home.resolve(module).resolve("target"))) {
            Path built = files.filter(file -> file.getFileName().toString().endsWith("-exec.jar")).findFirst()
                    .orElseThrow(() -> new IllegalStateException("build " + module + " first: mvn -DskipTests -pl " + module + " -am package"));
            Path into = cache.resolve(module + "-" + Files.getLastModifiedTime(built).toMillis());
            if (!Files.exists(into.resolve(".done"))) {
                unpack(built, into);
            }
            return into.resolve(built.getFileName());
        } catch (IOException e) {
            throw new UncheckedIOException("the jar of " + module + " cannot be unpacked", e);
        }
    }

    static String mainClass(Path jar) {
        try (java.util.jar.JarFile file = new java.util.jar.JarFile(jar.toFile())) {
            return file.getManifest().getMainAttributes().getValue(java.util.jar.Attributes.Name.MAIN_CLASS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Elsewhere first: two runs may begin at once. */
    private static void unpack(Path built, Path into) throws IOException {
        Path beside = Files.createDirectories(into.toAbsolutePath().getParent());
        Path fresh = Files.createTempDirectory(beside, into.getFileName() + "-");
        Process process = new ProcessBuilder(List.of(JavaProcess.java(), "-Djarmode=tools", "-jar", built.toString(), "extract", "--destination", fresh.toString()))
                .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        try {
            if (process.waitFor() != 0) {
                throw new IOException(built + " could not be unpacked");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
        Files.createFile(fresh.resolve(".done"));
        try {
            Files.move(fresh, into, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            if (!Files.exists(into.resolve(".done"))) {
                throw e;
            }
            remove(fresh);
        }
    }

    private static void remove(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
