package dev.lockstep.ingest.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.ingest.source.Source.Versions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What every store of sources does. */
abstract class SourcesContract {
    private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");
    private static final SourceSettings SETTINGS = SettingsReader.read(Map.of("kind", "csv", "nullText", List.of("-"), "columns",
            List.of(Map.of("from", "Abt.", "to", "department", "map", Map.of("$a.b", 1)))));
    private final Sources sources = create();

    abstract Sources create();

    private static Source source(String id) {
        return new Source(id, SETTINGS, Versions.UNSETTLED, NOON, NOON, null);
    }

    @Test
    void an_id_is_taken_once() {
        assertThat(sources.add(source("hr"), "k1")).isTrue();
        assertThat(sources.add(source("hr"), "k2")).isFalse();
        assertThat(sources.find("hr")).contains(source("hr"));
        assertThat(sources.find("other")).isEmpty();
    }

    @Test
    void sources_are_listed_by_id_in_pages() {
        List.of("b", "a", "c").forEach(id -> sources.add(source(id), "k" + id));

        assertThat(sources.list(null, 2)).extracting(Source::id).containsExactly("a", "b");
        assertThat(sources.list("b", 2)).extracting(Source::id).containsExactly("c");
    }

    @Test
    void a_new_key_replaces_the_old_one_and_removal_ends_it() {
        sources.add(source("hr"), "k1");

        assertThat(sources.rekey("hr", "k2", NOON.plusSeconds(1))).isTrue();

        assertThat(sources.byKey("k1")).isEmpty();
        assertThat(sources.byKey("k2")).map(Source::id).contains("hr");
        assertThat(sources.byKey("k2").orElseThrow().keyIssuedAt()).isEqualTo(NOON.plusSeconds(1));
        assertThat(sources.remove("hr")).isTrue();
        assertThat(sources.remove("hr")).isFalse();
        assertThat(sources.byKey("k2")).isEmpty();
        assertThat(sources.rekey("hr", "k3", NOON)).isFalse();
    }

    @Test
    void settings_and_last_use_change_alone() {
        sources.add(source("hr"), "k1");
        SourceSettings changed = SettingsReader.read(Map.of("kind", "events", "idPrefix", "x-"));

        assertThat(sources.change("hr", changed)).isTrue();
        sources.used("hr", NOON.plusSeconds(9));

        assertThat(sources.find("hr")).contains(new Source("hr", changed, Versions.UNSETTLED, NOON, NOON, NOON.plusSeconds(9)));
        assertThat(sources.change("other", changed)).isFalse();
    }

    @Test
    void whether_events_carry_versions_is_settled_once() {
        sources.add(source("hr"), "k1");

        assertThat(sources.settle("hr", Versions.ALL)).isEqualTo(Versions.ALL);
        assertThat(sources.settle("hr", Versions.NONE)).isEqualTo(Versions.ALL);

        sources.unsettle("hr");
        assertThat(sources.settle("hr", Versions.NONE)).isEqualTo(Versions.NONE);
    }
}
