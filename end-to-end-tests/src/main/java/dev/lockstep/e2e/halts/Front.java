package dev.lockstep.e2e.halts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** A directory that stands before the services' own classes: fail points, and whatever is put beside them. */
public final class Front {
    private static final String INSIDE = "dev/lockstep/e2e/halts/inside/";

    private final Path directory;

    public Front(Path directory) {
        this.directory = directory.toAbsolutePath();
        List.of("FailPoints.class", "Halting.class").forEach(name -> own(INSIDE + name));
        put("META-INF/spring/org.springframework.boot.autoconfigure.AutoConfiguration.imports", (INSIDE + "FailPoints\n").replace('/', '.').getBytes());
    }

    public Path directory() {
        return directory;
    }

    /** A class of this program. @param name as in a jar */
    public void own(String name) {
        try (var in = Front.class.getClassLoader().getResourceAsStream(name)) {
            put(name, Objects.requireNonNull(in, name).readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void put(String name, byte[] content) {
        try {
            Path file = directory.resolve(name);
            Files.createDirectories(file.getParent());
            Files.write(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
