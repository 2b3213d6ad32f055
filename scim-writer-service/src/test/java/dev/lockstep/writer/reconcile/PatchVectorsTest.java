package dev.lockstep.writer.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.contracts.AppConfig.TargetProfile;
import dev.lockstep.contracts.DesiredAccount.State;
import dev.lockstep.contracts.ObjectType;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Every vector of patch.json, none left out. */
class PatchVectorsTest {
    private final Reconcile reconcile = new Reconcile();

    @TestFactory
    Stream<DynamicTest> the_smallest_patch_leads_from_the_current_to_the_desired_account() throws IOException {
        try (InputStream in = PatchVectorsTest.class.getResourceAsStream("/vectors/patch.json")) {
            List<Map<String, @Nullable Object>> vectors = JsonMapper.shared().readValue(Objects.requireNonNull(in), new TypeReference<>() {
            });
            assertThat(vectors).hasSize(39);
            return vectors.stream().map(v -> DynamicTest.dynamicTest((String) v.get("id") + " " + v.get("note"), () -> check(v)));
        }
    }

    private void check(Map<String, @Nullable Object> vector) {
        Map<String, @Nullable Object> current = map(vector.get("current"));
        Map<String, @Nullable Object> desired = map(vector.get("desired"));
        Set<String> caseInsensitive = vector.get("attributeDefinitions") == null ? Set.of()
                : map(vector.get("attributeDefinitions")).entrySet().stream()
                        .filter(e -> Boolean.FALSE.equals(map(e.getValue()).get("caseExact"))).map(Map.Entry::getKey).collect(Collectors.toSet());
        Wanted wanted = new Wanted(current.containsKey("userName") ? ObjectType.USER : ObjectType.GROUP, State.PRESENT, desired,
                Map.of(), Set.of(), null, caseInsensitive);

        WriteStep step = reconcile.step(wanted, current, profile((String) Objects.requireNonNull(vector.get("dialect"))));

        List<Map<String, @Nullable Object>> operations = step instanceof WriteStep.Patch patch ? patch.operations() : List.of();
        if (vector.get("expectedOperations") != null) {
            assertThat(operations).containsExactlyInAnyOrderElementsOf(list(vector.get("expectedOperations")));
        } else {
            Map<String, @Nullable Object> after = new RfcPatch().apply(current, operations);
            assertThat(canonical(after)).isEqualTo(canonical(map(vector.get("expectedResource"))));
            assertThat(operations).allSatisfy(o -> assertThat(changesSomething(current, o)).isTrue());
        }
    }

    private static boolean changesSomething(Map<String, @Nullable Object> current, Map<String, @Nullable Object> operation) {
        return !Objects.equals(canonical(current), canonical(new RfcPatch().apply(current, List.of(operation))));
    }

    private static TargetProfile profile(String dialect) {
        TargetProfile standard = TargetProfile.standard();
        return new TargetProfile(standard.userUpdate(),
                dialect.equals("rfc7644") ? TargetProfile.PatchDialect.RFC7644 : TargetProfile.PatchDialect.ENTRA_LEGACY, false,
                standard.removal(), true, 60, true, true, 100, false);
    }

    /** Order inside multi-valued attributes does not matter. */
    private static @Nullable Object canonical(@Nullable Object value) {
        return switch (value) {
            case Map<?, ?> map -> {
                Map<Object, @Nullable Object> copy = new LinkedHashMap<>();
                map.forEach((k, v) -> copy.put(k, canonical(v)));
                yield copy;
            }
            case List<?> list -> {
                List<@Nullable Object> copy = new ArrayList<>(list.stream().map(PatchVectorsTest::canonical).toList());
                copy.sort(java.util.Comparator.comparing(String::valueOf));
                yield copy;
            }
            case null, default -> value;
        };
    }

    @SuppressWarnings("unchecked")
    private static Map<String, @Nullable Object> map(@Nullable Object value) {
        return (Map<String, @Nullable Object>) Objects.requireNonNull(value);
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, @Nullable Object>> list(@Nullable Object value) {
        return (List<Map<String, @Nullable Object>>) Objects.requireNonNull(value);
    }
}
