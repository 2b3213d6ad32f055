package dev.lockstep.mapping.schema;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * One thing that is wrong with a schema document.
 *
 * @param pointer place in the document, RFC 6901
 * @param code from the engine's closed list, for instance {@code unknown-function}
 * @param message everything about it for people, caret and suggestion among it
 * @param position offset of the first character concerned in the expression at that place, from 0; null where it is no expression
 * @param caret the expression's line with a caret under the place, two lines
 * @param expected what would have been right there
 * @param suggestion what was probably meant, ready to type
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SchemaProblem(
        String pointer,
        String code,
        String message,
        @Nullable Integer position,
        @Nullable Integer length,
        @Nullable String caret,
        @Nullable String expected,
        @Nullable String suggestion) {

    public static SchemaProblem of(String pointer, String code, String message) {
        return new SchemaProblem(pointer, code, message, null, null, null, null, null);
    }
}
