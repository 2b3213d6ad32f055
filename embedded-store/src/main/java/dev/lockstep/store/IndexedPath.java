package dev.lockstep.store;

import de.bwaldvogel.mongo.backend.Missing;
import de.bwaldvogel.mongo.bson.Document;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One indexed field: which bytes a document leaves for it. */
final class IndexedPath {

    private static final byte[] MISSING = {OrderedBytes.NULL};
    private static final byte[] EMPTY = {OrderedBytes.EMPTY_ARRAY};

    private final List<String> steps;
    private final boolean ascending;

    IndexedPath(IndexDefinition.Field field) {
        steps = field.steps();
        ascending = field.ascending();
    }

    /**
     * @param values one or more, in the direction of the field
     * @param array whether an array was met on the way
     * @param present whether the field is there at all
     */
    record Found(List<byte[]> values, boolean array, boolean present) {}

    Found in(Document document) {
        Search search = new Search();
        search.descend(document, 0);
        if (search.values.isEmpty()) {
            search.add(MISSING);
        }
        return new Found(search.values, search.array, search.present);
    }

    String firstStep() {
        return steps.getFirst();
    }

    private final class Search {

        private final List<byte[]> values = new ArrayList<>(1);
        private boolean array;
        private boolean present;

        private void descend(@Nullable Object node, int depth) {
            if (depth == steps.size()) {
                leaf(node);
            } else if (node instanceof Document document) {
                descend(document.getOrMissing(steps.get(depth)), depth + 1);
            } else if (node instanceof Collection<?> elements) {
                array = true;
                descendInto(elements, depth);
            } else {
                add(MISSING);
            }
        }

        private void descendInto(Collection<?> elements, int depth) {
            String step = steps.get(depth);
            if (step.chars().allMatch(Character::isDigit)) {
                int position = step.length() > 9 ? Integer.MAX_VALUE : Integer.parseInt(step);
                Object element = elements.stream()
                        .skip(position)
                        .map(Missing::ofNullable)
                        .findFirst()
                        .orElse(Missing.getInstance());
                descend(element, depth + 1);
                return;
            }
            elements.forEach(element -> {
                if (element instanceof Document document) {
                    descend(document.getOrMissing(step), depth + 1);
                } else {
                    add(MISSING);
                }
            });
        }

        private void leaf(@Nullable Object value) {
            if (value instanceof Missing) {
                add(MISSING);
                return;
            }
            present = true;
            if (value instanceof Collection<?> elements) {
                array = true;
                if (elements.isEmpty()) {
                    add(EMPTY);
                }
                elements.forEach(element -> add(OrderedBytes.of(element)));
            } else {
                add(OrderedBytes.of(value));
            }
        }

        private void add(byte[] value) {
            values.add(ascending ? value : OrderedBytes.inverted(value));
        }
    }
}
