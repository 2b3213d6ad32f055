package dev.lockstep.writer.reconcile;

import dev.lockstep.writer.reconcile.Reconcile.Difference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * PATCH operations as Entra sends them without its compliance flag: capital letters, booleans as text, one operation for
 * each attribute, typed paths with bare values, members removed by value.
 */
final class LegacyPatch {
    List<Map<String, @Nullable Object>> operations(List<Difference> differences) {
        List<Map<String, @Nullable Object>> operations = new ArrayList<>();
        for (Difference difference : differences) {
            ScimPath path = difference.path();
            Object after = difference.after();
            if (after == null) {
                operations.add(StandardPatch.operation("Remove", path.text(), null));
            } else if (after instanceof List<?> wanted && path.sub() == null && path.filter() == null) {
                List<?> present = difference.before() instanceof List<?> list ? list : List.of();
                List<?> missing = wanted.stream().filter(w -> present.stream().noneMatch(p -> Json.sameElement(w, p, true))).toList();
                List<?> surplus = present.stream().filter(p -> wanted.stream().noneMatch(w -> Json.sameElement(w, p, true))).toList();
                if (!surplus.isEmpty()) {
                    operations.add(StandardPatch.operation("Remove", path.text(), surplus));
                }
                if (!missing.isEmpty()) {
                    operations.add(StandardPatch.operation("Add", path.text(), missing));
                }
            } else {
                operations.add(StandardPatch.operation(difference.before() == null ? "Add" : "Replace", path.text(),
                        after instanceof Boolean b ? (b ? "True" : "False") : after));
            }
        }
        return operations;
    }
}
