package dev.lockstep.writer.reconcile;

import dev.lockstep.contracts.AccountOutcome.Change;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The one write that takes an account to what is desired. Bodies are JSON as maps and lists. */
public sealed interface WriteStep {
    /** before and after, for the record. */
    List<Change> changes();

    /** POST. */
    record Create(Map<String, @Nullable Object> body, List<Change> changes) implements WriteStep {
    }

    /** PATCH with these operations. */
    record Patch(List<Map<String, @Nullable Object>> operations, List<Change> changes) implements WriteStep {
    }

    /** PUT of the whole resource. */
    record Replace(Map<String, @Nullable Object> body, List<Change> changes) implements WriteStep {
    }

    record Delete() implements WriteStep {
        @Override
        public List<Change> changes() {
            return List.of();
        }
    }

    /** Nothing differs, or nothing may be done. */
    record Nothing() implements WriteStep {
        @Override
        public List<Change> changes() {
            return List.of();
        }
    }
}
