package dev.lockstep.mapping.rules;

import dev.lockstep.engine.function.FunctionCatalog;
import dev.lockstep.engine.function.FunctionSpec;
import dev.lockstep.engine.problem.Problem;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What would have been right where an expression is wrong, in a form that can be followed. */
public final class Expectations {
    private static final Pattern WORD = Pattern.compile("[A-Za-z][A-Za-z0-9]*");
    private static final Pattern CALL = Pattern.compile("([A-Za-z][A-Za-z0-9]*)\\s*\\(");

    private Expectations() {
    }

    /** @param text the expression that the problem is about; null when it is about none */
    public static @Nullable String of(Problem problem, @Nullable String text) {
        return switch (problem.code()) {
            case SYNTAX -> text == null ? null : "an expression such as Join(\" \", [givenName], [surname])";
            case UNKNOWN_FUNCTION -> "one of the functions that GET /api/v1/expressions/functions lists";
            case UNKNOWN_ATTRIBUTE -> "an attribute that the object has in the schema's directories";
            case LENGTH -> "at most 10,000 characters";
            case ARITY, PLACEMENT, EVALUATION, NOT_UNIQUE -> text == null ? null : signature(text, problem.position());
            case MAPPING, FILTER, SCHEMA -> null;
        };
    }

    /** Of the function at the place, or else of the last call that begins before it. */
    private static @Nullable String signature(String text, int position) {
        Matcher word = WORD.matcher(text);
        FunctionSpec found = word.find(Math.min(position, text.length())) && word.start() == position ? FunctionCatalog.find(word.group()) : null;
        if (found == null) {
            Matcher call = CALL.matcher(text);
            while (call.find() && call.start() <= position) {
                FunctionSpec before = FunctionCatalog.find(call.group(1));
                found = before == null ? found : before;
            }
        }
        return found == null ? null : found.signature();
    }
}
