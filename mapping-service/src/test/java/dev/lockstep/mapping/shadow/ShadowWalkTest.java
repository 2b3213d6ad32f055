package dev.lockstep.mapping.shadow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.contracts.DirectoryChange;
import dev.lockstep.mapping.desire.UserMapping;
import dev.lockstep.mapping.fakes.Changes;
import dev.lockstep.mapping.fakes.Mappings;
import dev.lockstep.mapping.fakes.World;
import dev.lockstep.mapping.shadow.Finding.Change;
import dev.lockstep.mapping.shadow.Finding.Effect;
import dev.lockstep.mapping.shadow.Finding.Kind;
import dev.lockstep.mapping.shadow.ShadowReports.Counts;
import dev.lockstep.mapping.shadow.ShadowReports.Report;
import dev.lockstep.mapping.shadow.ShadowStore.Entry;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ShadowWalkTest {
    private static final ShadowWalk.Rest NONE = page -> {
    };
    private final World world = new World();

    /** Nobody of Sales, names in capitals, hidden people let in. */
    private static final UserMapping DRAFT = new Mappings() {
        @Override
        public boolean passes(Map<String, Object> attributes) {
            return !"Sales".equals(attributes.get("department"));
        }

        @Override
        public Mapped map(Map<String, Object> attributes, Instant now, RandomGenerator random) {
            Mapped usual = super.map(attributes, now, random);
            Map<String, @Nullable Object> mapped = new LinkedHashMap<>(usual.attributes());
            mapped.computeIfPresent("displayName", (path, name) -> name.toString().toUpperCase(java.util.Locale.ROOT));
            return new Mapped(usual.userName(), mapped, Map.of(), Set.of(), usual.references(), usual.matching(), usual.failures(), Set.of());
        }
    };

    @BeforeEach
    void a_draft() {
        world.mappings.put("draft", DRAFT);
        world.app("ping", true, true);
        world.draft("ping", "d1", "draft");
    }

    private void people(int count) {
        world.handle(IntStream.range(0, count).mapToObj(n -> Changes.user("u%04d".formatted(n)).upsert("1", null,
                Map.of("userPrincipalName", n + "@x", "displayName", "n" + n, "department", n % 4 == 0 ? "Sales" : n % 4 == 1 ? "hidden" : "Research")))
                .toArray(DirectoryChange[]::new));
    }

    private Report report() {
        return world.reports().report("ping");
    }

    private @Nullable Entry entry(String id) {
        return world.reports().accounts("ping", Finding.FOUND, null, 2_000).stream().filter(each -> each.objectId().equals(id)).findFirst().orElse(null);
    }

    @Test
    void the_whole_directory_is_compared_and_nothing_is_published() {
        people(450);
        world.published.clear();
        assertThat(report().state()).isEqualTo("starting");

        world.shadowWalk("one", NONE).run();

        assertThat(report().state()).isEqualTo("complete");
        assertThat(report().progress()).isEqualTo(new ShadowReports.Progress(450, 450));
        assertThat(report().counts()).isEqualTo(new Counts(224, 113, 113, 0, 0));
        assertThat(report().byAttribute()).containsExactly(new ShadowReports.AttributeCount("displayName", 224));
        assertThat(world.published).isEmpty();
        assertThat(entry("u0002")).isNotNull().satisfies(each -> assertThat(each.finding())
                .isEqualTo(new Finding(Kind.changes, List.of(new Change("displayName", Effect.set, "n2", "N2")), List.of())));
    }

    @Test
    void only_what_differs_is_a_finding() {
        world.handle(Changes.user("u1").upsert("1", null, Map.of("userPrincipalName", "1@x", "displayName", "ADA")),
                Changes.user("u2").upsert("1", null, Map.of("userPrincipalName", "2@x", "displayName", "Ada")),
                Changes.user("u3").upsert("1", null, Map.of("userPrincipalName", "3@x", "displayName", "ADA", "broken", true)));

        world.shadowWalk("one", NONE).run();

        assertThat(entry("u1")).isNull();
        assertThat(entry("u2")).isNotNull().satisfies(e -> assertThat(e.finding().changes()).containsExactly(new Change("displayName", Effect.set, "Ada", "ADA")));
        assertThat(report().counts()).isEqualTo(new Counts(1, 0, 0, 0, 1));
        assertThat(report().failuresByAttribute()).containsExactly(new ShadowReports.AttributeCount("title", 1));
    }

    @Test
    void another_replica_goes_on_behind_the_last_page() {
        people(450);
        ShadowWalk dying = world.shadowWalk("one", page -> {
            throw new InterruptedException("the process dies");
        });
        dying.run();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(report().state()).isEqualTo("running");
        assertThat(report().progress().walked()).isEqualTo(200);

        world.shadowWalk("one", NONE).run();

        assertThat(report().progress().walked()).isEqualTo(450);
        assertThat(report().counts()).isEqualTo(new Counts(224, 113, 113, 0, 0));
    }

    @Test
    void whoever_changes_is_compared_again_in_place_of_the_earlier_comparison() {
        people(8);
        world.shadowWalk("one", NONE).run();
        assertThat(report().counts()).isEqualTo(new Counts(4, 2, 2, 0, 0));

        world.handle(Changes.user("u0002").merge("2", null, Map.of("department", "Sales")), Changes.user("u0003").merge("2", null, Map.of("displayName", "CAPITALS")));

        assertThat(report().counts()).isEqualTo(new Counts(2, 2, 3, 0, 0));
        assertThat(report().live()).isEqualTo(2);
        assertThat(entry("u0002")).isNotNull().satisfies(e -> assertThat(e.live()).isTrue());
        assertThat(entry("u0003")).isNull();
    }

    @Test
    void a_change_during_the_walk_is_not_overwritten_by_the_walk() {
        people(450);
        world.shadowWalk("one", page -> {
            if (page == 1) {
                world.handle(Changes.user("u0301").merge("2", null, Map.of("department", "Research", "displayName", "X")));
            }
        }).run();

        assertThat(entry("u0301")).isNull();
        assertThat(report().counts()).isEqualTo(new Counts(224, 112, 113, 0, 0));
    }

    @Test
    void the_report_dissolves_with_the_draft_and_with_what_counts() {
        people(8);
        world.shadowWalk("one", NONE).run();
        String run = world.shadows.all().getFirst().id();
        assertThat(run).isEqualTo("ping@d1.1.all");

        world.draft("ping", "d2", "{}");
        assertThat(report().state()).isEqualTo("starting");
        world.shadowWalk("one", NONE).run();

        assertThat(report().state()).isEqualTo("complete");
        assertThat(report().counts()).isEqualTo(new Counts(0, 0, 0, 0, 0));
        assertThat(world.shadows.page(run, Finding.FOUND, null, 9)).isEmpty();
        assertThat(world.shadows.run(run).orElseThrow().dissolvedAt()).isNotNull();
    }

    @Test
    void an_app_that_does_not_run_yet_has_its_draft_compared_as_well() {
        world.app("new", true, false);
        world.draft("new", "d1", "draft");
        people(4);
        world.shadowWalk("one", NONE).run();

        world.handle(Changes.user("u0000").merge("2", null, Map.of("department", "Research")));

        assertThat(world.reports().report("new").counts()).isEqualTo(new Counts(3, 1, 0, 0, 0));
        assertThat(world.decision("new", "u0000")).isNull();
    }
}
