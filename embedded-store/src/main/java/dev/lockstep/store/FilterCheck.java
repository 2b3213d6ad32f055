package dev.lockstep.store;

import de.bwaldvogel.mongo.bson.Document;
import java.util.Collection;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Refuses operators that are not served, before the first document is looked at; otherwise an empty result hides them. */
final class FilterCheck {

    private static final Set<String> COMBINING = Set.of("$and", "$or", "$nor");
    private static final Set<String> ELSEWHERE = Set.of("$expr", "$comment");
    private static final Set<String> OPERATORS = Set.of(
            "$eq", "$ne", "$gt", "$gte", "$lt", "$lte", "$in", "$nin", "$not", "$exists", "$type", "$all", "$elemMatch",
            "$size", "$mod", "$regex", "$options", "$ref", "$id", "$db");

    private FilterCheck() {}

    static void check(Document filter) {
        filter.forEach((name, condition) -> {
            if (COMBINING.contains(name)) {
                checkElements(name, condition);
            } else if (name.startsWith("$") && !ELSEWHERE.contains(name) && !OPERATORS.contains(name)) {
                throw Refusal.unsupported("the filter operator " + name);
            } else if (condition instanceof Document operators) {
                checkOperators(operators);
            }
        });
    }

    private static void checkElements(String name, @Nullable Object condition) {
        if (!(condition instanceof Collection<?> elements) || elements.isEmpty()) {
            throw Refusal.badValue(name + " must be a nonempty array");
        }
        elements.forEach(element -> {
            if (!(element instanceof Document document)) {
                throw Refusal.badValue(name + " elements must be documents");
            }
            check(document);
        });
    }

    private static void checkOperators(Document operators) {
        operators.forEach((operator, operand) -> {
            if (operator.startsWith("$") && !OPERATORS.contains(operator)) {
                throw Refusal.unsupported("the filter operator " + operator);
            }
            if (operand instanceof Document nested && (operator.equals("$not") || operator.equals("$elemMatch"))) {
                check(nested);
            }
        });
    }
}
