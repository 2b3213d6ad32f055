package dev.lockstep.targets;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Every exchange in the order in which it ended, in memory and, when asked, as JSON lines flushed one by one. */
public final class Journal implements AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final List<Exchange> entries = new ArrayList<>();
    private final Optional<BufferedWriter> file;

    private Journal(Optional<BufferedWriter> file) {
        this.file = file;
    }

    static Journal inMemory() {
        return new Journal(Optional.empty());
    }

    static Journal alsoTo(Path file) {
        try {
            return new Journal(Optional.of(
                    Files.newBufferedWriter(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads what a proxy in another process has written so far; an unfinished last line is left out. */
    public static List<Exchange> read(Path file) {
        try {
            String text = Files.readString(file);
            return text.substring(0, text.lastIndexOf('\n') + 1).lines()
                    .map(line -> JSON.readValue(line, Exchange.class))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @return the changes among these exchanges that the application made, in the same order */
    public static List<Effect> effects(List<Exchange> exchanges) {
        return exchanges.stream().filter(Exchange::committed).map(Journal::effect).toList();
    }

    synchronized void add(Exchange exchange) {
        entries.add(exchange);
        file.ifPresent(out -> {
            try {
                out.write(JSON.writeValueAsString(exchange));
                out.newLine();
                out.flush();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    synchronized List<Exchange> entries() {
        return List.copyOf(entries);
    }

    synchronized void clear() {
        entries.clear();
    }

    @Override
    public synchronized void close() {
        file.ifPresent(out -> {
            try {
                out.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private static Effect effect(Exchange e) {
        int end = e.path().indexOf('?');
        List<String> segments = List.of((end < 0 ? e.path() : e.path().substring(0, end)).split("/"));
        int type = Math.max(segments.lastIndexOf("Users"), segments.lastIndexOf("Groups"));
        String resourceType = type < 0 ? segments.getLast() : segments.get(type);
        String idInPath = type >= 0 && type + 1 < segments.size() ? segments.get(type + 1) : "";
        return switch (e.method()) {
            case "POST" -> new Effect(e.sequence(), Effect.Kind.CREATE, resourceType,
                    Optional.ofNullable(text(e.answer(), "id")).orElse(""), text(e.body(), "userName"), e.idempotencyKey());
            case "PUT" -> new Effect(e.sequence(), Effect.Kind.PUT, resourceType, idInPath,
                    text(e.body(), "userName"), e.idempotencyKey());
            case "PATCH" -> new Effect(e.sequence(), Effect.Kind.PATCH, resourceType, idInPath, null, e.idempotencyKey());
            case "DELETE" -> new Effect(e.sequence(), Effect.Kind.DELETE, resourceType, idInPath, null, e.idempotencyKey());
            case String other -> throw new IllegalStateException(other + " is no mutation");
        };
    }

    private static @Nullable String text(String json, String field) {
        try {
            JsonNode value = JSON.readTree(json).path(field);
            return value.isString() ? value.stringValue() : null;
        } catch (tools.jackson.core.JacksonException _) {
            return null;
        }
    }
}
