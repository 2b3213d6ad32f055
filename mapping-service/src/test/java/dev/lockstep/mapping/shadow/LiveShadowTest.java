package dev.lockstep.mapping.shadow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.lockstep.mapping.fakes.Changes;
import dev.lockstep.mapping.fakes.Mappings;
import dev.lockstep.mapping.fakes.World;
import dev.lockstep.mapping.planning.AppCatalog;
import java.time.Instant;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class LiveShadowTest {
    private final World world = new World();

    @Test
    void a_draft_that_breaks_disturbs_neither_deciding_nor_its_own_walk() {
        world.mappings.put("broken", new Mappings() {
            @Override
            public Mapped map(Map<String, Object> attributes, Instant now, RandomGenerator random) {
                throw new IllegalStateException("a fault of the program");
            }
        });
        world.app("ping", true, true);
        world.draft("ping", "d1", "broken");
        world.handle(Changes.user("u1").upsert("1", null, Map.of("userPrincipalName", "1@x")));
        world.shadowWalk("one", page -> {
        }).run();

        assertThatCode(() -> world.handle(Changes.user("u2").upsert("1", null, Map.of("userPrincipalName", "2@x")))).doesNotThrowAnyException();

        assertThat(world.desires()).hasSize(2);
        assertThat(world.reports().report("ping").state()).isEqualTo("complete");
        assertThat(world.reports().report("ping").counts().failing()).isEqualTo(2);
    }

    @Test
    void a_draft_that_can_no_longer_be_compiled_is_reported_and_does_not_stop_what_counts() {
        World strict = new World();
        AppCatalog catalog = new AppCatalog(strict.apps, schema -> {
            if (schema.equals("old")) {
                throw new IllegalArgumentException("this version is stricter");
            }
            return new Mappings();
        });
        strict.app("ping", true, true);
        strict.draft("ping", "d1", "old");

        assertThat(catalog.current()).singleElement().satisfies(app -> assertThat(app.trial()).isNull());
        assertThat(new ShadowReports(catalog, strict.shadows, strict.objects).report("ping").state()).isEqualTo("unusable");
    }
}
