package dev.lockstep.mapping.shadow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.contracts.DesiredAccount.State;
import dev.lockstep.mapping.desire.UserMapping.Mapped;
import dev.lockstep.mapping.desire.Wish;
import dev.lockstep.mapping.shadow.Finding.Change;
import dev.lockstep.mapping.shadow.Finding.Effect;
import dev.lockstep.mapping.shadow.Finding.Kind;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    private static Wish wish(@Nullable State state, Map<String, @Nullable Object> attributes, Map<String, @Nullable Object> onCreation, Set<String> cleared,
            Set<String> redacted) {
        return new Wish(state, "assigned", new Mapped("ada", attributes, onCreation, cleared, Map.of(), List.of(), List.of(), redacted), false);
    }

    private static Wish present(Map<String, @Nullable Object> attributes) {
        return wish(State.PRESENT, attributes, Map.of(), Set.of(), Set.of());
    }

    private static final Wish NONE = wish(null, Map.of(), Map.of(), Set.of(), Set.of());

    @Test
    void an_attribute_that_is_no_longer_mapped_leaves_the_account_as_it_is() {
        assertThat(Comparison.of(present(Map.of("a", 1, "b", 2)), present(Map.of("a", 1)), true))
                .isEqualTo(new Finding(Kind.stays, List.of(new Change("b", Effect.release, 2, null)), List.of()));
        assertThat(Comparison.of(present(Map.of("a", 1)), present(Map.of("a", 1)), true).isSame()).isTrue();
    }

    @Test
    void a_cleared_attribute_is_a_change() {
        assertThat(Comparison.of(present(Map.of("a", 1)), wish(State.PRESENT, Map.of(), Map.of(), Set.of("a"), Set.of()), true))
                .isEqualTo(new Finding(Kind.changes, List.of(new Change("a", Effect.clear, 1, null)), List.of()));
    }

    @Test
    void values_on_creation_count_while_there_is_no_account() {
        Wish with = wish(State.PRESENT, Map.of(), Map.of("a", 1), Set.of(), Set.of());
        assertThat(Comparison.of(present(Map.of()), with, true).kind()).isEqualTo(Kind.stays);
        assertThat(Comparison.of(present(Map.of()), with, false).kind()).isEqualTo(Kind.changes);
    }

    @Test
    void what_one_side_redacts_is_shown_of_neither() {
        Finding finding = Comparison.of(present(Map.of("a", "secret 1")), wish(State.PRESENT, Map.of("a", "secret 2"), Map.of(), Set.of(), Set.of("a")), true);

        assertThat(finding.changes()).containsExactly(new Change("a", Effect.set, "[Redact]", "[Redact]"));
    }

    @Test
    void scope_decides_who_enters_and_who_leaves_and_nobody_else_matters() {
        assertThat(Comparison.of(NONE, present(Map.of("a", 1)), false)).isEqualTo(new Finding(Kind.enters, List.of(new Change("a", Effect.set, null, 1)), List.of()));
        assertThat(Comparison.of(present(Map.of("active", true)), wish(State.DISABLED, Map.of("active", false), Map.of(), Set.of(), Set.of()), true))
                .isEqualTo(new Finding(Kind.leaves, List.of(new Change("active", Effect.set, true, false)), List.of()));
        assertThat(Comparison.of(NONE, wish(State.DISABLED, Map.of("a", 1), Map.of(), Set.of(), Set.of()), true).isSame()).isTrue();
    }
}
