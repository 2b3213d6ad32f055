package dev.lockstep.store;

import de.bwaldvogel.mongo.bson.BsonRegularExpression;
import de.bwaldvogel.mongo.bson.Document;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a filter says about fields, as far as an ordered index can use it. Bounds are necessary conditions: the whole
 * filter is applied to each document afterwards, unless {@link #exact} says that there is nothing left to apply.
 */
final class FilterBounds {

    private final Map<String, List<Bounds>> bounds = new LinkedHashMap<>();
    private final List<List<Document>> alternatives = new ArrayList<>();
    private boolean rest;

    private FilterBounds() {}

    static FilterBounds of(Document filter) {
        FilterBounds result = new FilterBounds();
        result.addAll(filter, "");
        return result;
    }

    FilterBounds and(Document filter) {
        FilterBounds result = new FilterBounds();
        bounds.forEach((path, list) -> result.bounds.put(path, new ArrayList<>(list)));
        result.addAll(filter, "");
        result.rest = true;
        return result;
    }

    /** The branches of each {@code $or}. */
    List<List<Document>> alternatives() {
        return alternatives;
    }

    /** Whether the filter is no more than exact bounds on some of these fields, one each where arrays may be. */
    boolean exact(Collection<String> paths, boolean multikey) {
        return !rest
                && paths.containsAll(bounds.keySet())
                && bounds.values().stream()
                        .allMatch(list -> list.stream().allMatch(Bounds::exact) && (!multikey || list.size() == 1));
    }

    /** All that is said about a field; of a field with arrays only one thing, as another element may fulfil the other. */
    @Nullable Bounds on(String path, boolean multikey) {
        List<Bounds> list = bounds.get(path);
        if (list == null) {
            return null;
        }
        return multikey
                ? list.stream().filter(Bounds::narrows).findFirst().orElse(list.getFirst())
                : list.stream().reduce(Bounds::and).orElseThrow();
    }

    private void addAll(Document filter, String prefix) {
        filter.forEach((name, condition) -> {
            switch (name) {
                case "$comment" -> {}
                case "$and" -> elements(condition).forEach(element -> addAll(element, prefix));
                case "$or" -> addAlternatives(elements(condition), prefix);
                default -> {
                    if (name.startsWith("$")) {
                        rest = true;
                    } else {
                        add(prefix + name, condition);
                    }
                }
            }
        });
    }

    private void addAlternatives(List<Document> branches, String prefix) {
        if (branches.size() == 1) {
            addAll(branches.getFirst(), prefix);
        } else {
            rest = true;
            if (prefix.isEmpty()) {
                alternatives.add(branches);
            }
        }
    }

    private static List<Document> elements(@Nullable Object list) {
        if (list instanceof Collection<?> elements
                && !elements.isEmpty()
                && elements.stream().allMatch(Document.class::isInstance)) {
            return elements.stream().map(Document.class::cast).toList();
        }
        throw Refusal.badValue("$and and $or must be nonempty arrays of documents");
    }

    private void add(String path, @Nullable Object condition) {
        if (BsonRegularExpression.isRegularExpression(condition)) {
            note(path, PrefixPattern.bounds(BsonRegularExpression.convertToRegularExpression(condition)));
        } else if (condition instanceof Document operators && isOperators(operators)) {
            operators.forEach((operator, operand) -> addOperator(path, operator, operand));
        } else {
            note(path, FieldOperators.equalTo(condition));
        }
    }

    private void addOperator(String path, String operator, @Nullable Object operand) {
        if (operator.equals("$elemMatch") && operand instanceof Document element) {
            rest = true;
            if (isOperators(element)) {
                element.entrySet().stream()
                        .map(entry -> FieldOperators.bounds(entry.getKey(), entry.getValue()))
                        .filter(Objects::nonNull)
                        .reduce(Bounds::and)
                        .ifPresent(both -> note(path, both));
            } else {
                addAll(element, path + ".");
            }
        } else {
            note(path, FieldOperators.bounds(operator, operand));
        }
    }

    private void note(String path, @Nullable Bounds said) {
        if (said == null) {
            rest = true;
        } else {
            bounds.computeIfAbsent(path, key -> new ArrayList<>(1)).add(said);
        }
    }

    static boolean isOperators(Document condition) {
        return !condition.isEmpty() && condition.keySet().iterator().next().startsWith("$");
    }
}
