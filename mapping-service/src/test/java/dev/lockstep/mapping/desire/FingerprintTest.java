package dev.lockstep.mapping.desire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.contracts.DesiredAccount.MatchKey;
import dev.lockstep.contracts.DesiredAccount.State;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FingerprintTest {
    private static String of(Map<String, @Nullable Object> attributes) {
        return Fingerprint.of(State.PRESENT, new UserMapping.Mapped("ada", attributes, Map.of(), Set.of(), Map.of(), List.of(), List.of()));
    }

    @Test
    void the_order_of_attributes_does_not_count_and_the_order_of_values_does() {
        Map<String, @Nullable Object> forth = new LinkedHashMap<>(Map.of("a", 1));
        forth.put("b", List.of("x", "y"));
        Map<String, @Nullable Object> back = new LinkedHashMap<>();
        back.put("b", List.of("x", "y"));
        back.put("a", 1);

        assertThat(of(forth)).isEqualTo(of(back)).hasSize(32);
        assertThat(of(Map.of("a", List.of("x", "y")))).isNotEqualTo(of(Map.of("a", List.of("y", "x"))));
    }

    @Test
    void values_that_look_alike_differ() {
        assertThat(List.of(of(Map.of("a", "1")), of(Map.of("a", 1)), of(Map.of("a", true)), of(Map.of("a", "true")), of(Map.of("a", List.of("1"))),
                of(Map.of("a1", "")), of(Map.of("a", "", "1", "")))).doesNotHaveDuplicates();
    }

    @Test
    void whatever_the_target_could_see_counts() {
        UserMapping.Mapped plain = new UserMapping.Mapped("ada", Map.of(), Map.of(), Set.of(), Map.of(), List.of(), List.of());
        List<String> hashes = List.of(
                Fingerprint.of(State.PRESENT, plain), Fingerprint.of(State.DISABLED, plain),
                Fingerprint.of(State.PRESENT, new UserMapping.Mapped("bob", Map.of(), Map.of(), Set.of(), Map.of(), List.of(), List.of())),
                Fingerprint.of(State.PRESENT, new UserMapping.Mapped("ada", Map.of(), Map.of("x", 1), Set.of(), Map.of(), List.of(), List.of())),
                Fingerprint.of(State.PRESENT, new UserMapping.Mapped("ada", Map.of(), Map.of(), Set.of("x"), Map.of(), List.of(), List.of())),
                Fingerprint.of(State.PRESENT, new UserMapping.Mapped("ada", Map.of(), Map.of(), Set.of(), Map.of("manager", "m"), List.of(), List.of())),
                Fingerprint.of(State.PRESENT, new UserMapping.Mapped("ada", Map.of(), Map.of(), Set.of(), Map.of(), List.of(new MatchKey("userName", "ada")), List.of())));

        assertThat(hashes).doesNotHaveDuplicates();
    }
}
