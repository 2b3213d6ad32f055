package dev.lockstep.writer.delivery;

import dev.lockstep.writer.fault.ErrorCode;
import dev.lockstep.writer.scim.Reply;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a look-up by the matching attributes says. */
sealed interface Found {
    /** @param by the path of the attribute that matched */
    record One(String id, Map<String, @Nullable Object> resource, String by) implements Found {
    }

    /** There is certainly none, as far as the target's search knows. */
    record None() implements Found {
    }

    /** The look-up ended with an error of the data: several hits, no value to look for. */
    record Unclear(ErrorCode code) implements Found {
    }

    /** The call failed. */
    record Failed(Reply reply) implements Found {
    }
}
