package dev.lockstep.e2e.torture;

import dev.lockstep.e2e.torture.cluster.Api;
import dev.lockstep.e2e.torture.story.Story;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Looks for secrets and personal data where they do not belong: neither in what processes print nor in figures nor in the text
 * of errors; secrets not in the files of broker and store either, where they are encrypted.
 */
final class Canaries {
    private static final int CHUNK = 1 << 20;

    private final Api lockstep;
    private final Path work;
    private final Map<String, String> found = new LinkedHashMap<>();

    Canaries(Api lockstep, Path work) {
        this.lockstep = lockstep;
        this.work = work;
    }

    /** @return by place */
    Map<String, String> found() {
        try {
            for (Path output : filesBelow(work, 1).filter(file -> file.toString().endsWith(".out")).toList()) {
                try (Stream<String> lines = Files.lines(output, StandardCharsets.ISO_8859_1)) {
                    look(output.getFileName().toString(), lines);
                }
            }
            for (String kept : List.of("broker", "store")) {
                for (Path file : filesBelow(work.resolve(kept), Integer.MAX_VALUE).toList()) {
                    lookForSecret(file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        look("metrics of the console", lockstep.get("/actuator/prometheus").text().lines());
        look("an error's text", lockstep.get("/api/v1/activities?limit=" + Story.CANARY).text().replace(Story.CANARY, "").lines());
        return found;
    }

    /** Those that are there: broker and store go on working. */
    private static Stream<Path> filesBelow(Path directory, int depth) throws IOException {
        List<Path> files = new ArrayList<>();
        Files.walkFileTree(directory, Set.of(), depth, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (attributes.isRegularFile()) {
                    files.add(file);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path gone, IOException e) {
                return FileVisitResult.CONTINUE;
            }
        });
        return files.stream();
    }

    private void look(String where, Stream<String> lines) {
        lines.forEach(line -> {
            String small = line.toLowerCase(Locale.ROOT);
            for (String canary : List.of(Story.CANARY, Story.UNMAPPED_CANARY, Run.TOKEN)) {
                if (small.contains(canary.toLowerCase(Locale.ROOT))) {
                    found.putIfAbsent(where, "'" + canary + "' in: " + line.substring(0, Math.min(400, line.length())));
                }
            }
        });
    }

    /** Files without lines, piece by piece: a secret may lie across two of them. */
    private void lookForSecret(Path file) throws IOException {
        String end = "";
        try (InputStream in = Files.newInputStream(file)) {
            for (byte[] piece = in.readNBytes(CHUNK); piece.length > 0; piece = in.readNBytes(CHUNK)) {
                String text = end + new String(piece, StandardCharsets.ISO_8859_1);
                if (text.contains(Run.TOKEN)) {
                    found.putIfAbsent(work.relativize(file).toString(), "a secret token");
                }
                end = text.substring(Math.max(0, text.length() - Run.TOKEN.length()));
            }
        } catch (NoSuchFileException deleted) {
            // What is gone tells nobody anything.
        }
    }
}
