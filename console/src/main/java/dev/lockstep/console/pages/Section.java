package dev.lockstep.console.pages;

import dev.lockstep.kit.web.Problem;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A part of a page: what it shows, or why it cannot. One service that is away must not take the whole page with it.
 *
 * @param value null when there is a problem
 */
record Section<T>(@Nullable T value, @Nullable Problem problem) {
    static <T> Section<T> of(Supplier<T> source) {
        try {
            return new Section<>(source.get(), null);
        } catch (Problem e) {
            return new Section<>(null, e);
        }
    }

    public String message() {
        return problem == null ? "" : String.valueOf(problem.getMessage());
    }

    public String next() {
        return problem == null ? "" : problem.next();
    }
}
