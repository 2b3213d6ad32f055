package dev.lockstep.ingest.source;

import dev.lockstep.contracts.AccountOutcome.Change;
import dev.lockstep.ingest.fact.Facts;
import dev.lockstep.ingest.leaver.HeldLeavers;
import dev.lockstep.ingest.row.RowBook;
import dev.lockstep.ingest.source.Source.Versions;
import dev.lockstep.kit.publish.Publisher;
import dev.lockstep.kit.web.Problem;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What administrators do with sources; each act is a fact for the audit. */
public final class SourceDesk {
    private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9-]{0,39}");

    private final Sources sources;
    private final RowBook rows;
    private final HeldLeavers held;
    private final Publisher publisher;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    public SourceDesk(Sources sources, RowBook rows, HeldLeavers held, Publisher publisher, Clock clock) {
        this.sources = sources;
        this.rows = rows;
        this.held = held;
        this.publisher = publisher;
        this.clock = clock;
    }

    /** @param key shown this once */
    public record Issued(String id, String key) {
    }

    public Issued add(Map<String, ?> json, String initiator) {
        Map<String, Object> settings = new LinkedHashMap<>(json);
        Object given = settings.remove("id");
        SourceSettings read = SettingsReader.read(settings);
        String id = given == null ? read.kind().name().toLowerCase(Locale.ROOT) + "-" + suffix() : id(given);
        String key = SourceKey.generate(random);
        Instant now = clock.instant();
        if (!sources.add(new Source(id, read, Versions.UNSETTLED, now, now, null), SourceKey.hash(key))) {
            throw Problem.conflict("taken", "There is a source with this id.", "Choose another id, or leave it out.");
        }
        record(id, initiator, now, "Source " + id + " added", List.of(), Map.of("settings", read.toMap()));
        return new Issued(id, key);
    }

    public Source get(String id) {
        return sources.find(id).orElseThrow(() -> Problem.notFound("This source", "GET /api/v1/sources lists the sources."));
    }

    /** JSON merge patch (RFC 7396) of the settings; {@code versions: null} lets the next event settle that again. */
    public Source patch(String id, Map<String, ?> patch, String initiator) {
        Source source = get(id);
        Map<String, @Nullable Object> rest = new LinkedHashMap<>(patch);
        boolean unsettle = rest.containsKey("versions") && rest.remove("versions") == null;
        Map<String, @Nullable Object> before = source.settings().toMap();
        Map<String, @Nullable Object> merged = new LinkedHashMap<>(before);
        rest.forEach((field, value) -> {
            if (value == null) {
                merged.remove(field);
            } else if (value instanceof Map<?, ?> part && merged.get(field) instanceof Map<?, ?> whole) {
                merged.put(field, mergedPart(whole, part));
            } else {
                merged.put(field, value);
            }
        });
        SourceSettings changed = SettingsReader.read(merged);
        sources.change(id, changed);
        if (unsettle) {
            sources.unsettle(id);
        }
        List<Change> changes = new ArrayList<>();
        changed.toMap().forEach((field, value) -> {
            if (!Objects.equals(value, before.get(field))) {
                changes.add(new Change(field, before.get(field), value));
            }
        });
        record(id, initiator, clock.instant(), "Source " + id + " changed", changes, Map.of());
        return get(id);
    }

    private static Map<Object, Object> mergedPart(Map<?, ?> whole, Map<?, ?> part) {
        Map<Object, Object> merged = new LinkedHashMap<>(whole);
        part.forEach((field, value) -> {
            if (value == null) {
                merged.remove(field);
            } else {
                merged.put(field, value);
            }
        });
        return merged;
    }

    /** Directory objects stay; only the source, its key and what it said last are forgotten. */
    public void remove(String id, String initiator) {
        get(id);
        sources.remove(id);
        rows.forget(id);
        held.forget(id);
        record(id, initiator, clock.instant(), "Source " + id + " removed", List.of(), Map.of());
    }

    public Issued rekey(String id, String initiator) {
        String key = SourceKey.generate(random);
        Instant now = clock.instant();
        get(id);
        sources.rekey(id, SourceKey.hash(key), now);
        record(id, initiator, now, "New key for source " + id, List.of(), Map.of());
        return new Issued(id, key);
    }

    private void record(
            String id, String initiator, Instant now, String summary, List<Change> changes, Map<String, @Nullable Object> detail) {
        publisher.publish(List.of(Facts.admin(id, initiator, now, summary, changes, detail)));
    }

    private static String id(Object given) {
        if (given instanceof String text && ID.matcher(text).matches()) {
            return text;
        }
        throw Problem.invalid("The id of the source cannot be used.", "Use 1 to 40 of a-z, 0-9 and -, or leave it out.",
                List.of(new Problem.Detail("/id", "invalid", "must match " + ID.pattern())));
    }

    private String suffix() {
        byte[] bytes = new byte[4];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
