package dev.lockstep.store;

import de.bwaldvogel.mongo.bson.BsonRegularExpression;
import de.bwaldvogel.mongo.bson.BsonTimestamp;
import de.bwaldvogel.mongo.bson.Decimal128;
import de.bwaldvogel.mongo.bson.ObjectId;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The bounds of single operators; null where an index is of no use. */
final class FieldOperators {

    private FieldOperators() {}

    static @Nullable Bounds bounds(String operator, @Nullable Object operand) {
        return switch (operator) {
            case "$eq" -> equalTo(operand);
            case "$in" -> in(operand);
            case "$all" -> all(operand);
            case "$gt", "$gte", "$lt", "$lte" -> range(operator, operand);
            case "$exists" -> isTrue(operand) ? Bounds.PRESENT : inexactNull();
            case "$ne" -> operand == null ? Bounds.NOT_NULL : null;
            default -> null;
        };
    }

    static @Nullable Bounds equalTo(@Nullable Object value) {
        if (value == null) {
            return inexactNull();
        }
        if (isElsewhere(value)) {
            return null;
        }
        return Bounds.points(List.of(OrderedBytes.of(value)), isScalar(value));
    }

    private static Bounds inexactNull() {
        return Bounds.points(List.of(OrderedBytes.of(null)), false);
    }

    private static @Nullable Bounds in(@Nullable Object operand) {
        if (!(operand instanceof Collection<?> values)) {
            throw Refusal.badValue("$in needs an array");
        }
        if (values.stream().anyMatch(FieldOperators::isElsewhere)) {
            return null;
        }
        return Bounds.points(
                values.stream().map(OrderedBytes::of).toList(), values.stream().allMatch(FieldOperators::isScalar));
    }

    /** One of the values that all must be there. */
    private static @Nullable Bounds all(@Nullable Object operand) {
        if (!(operand instanceof Collection<?> values) || values.isEmpty()) {
            return null;
        }
        Object first = values.iterator().next();
        return isScalar(first) ? Bounds.points(List.of(OrderedBytes.of(first)), false) : null;
    }

    /** Only values of the operand's own type are compared with it. */
    private static @Nullable Bounds range(String operator, @Nullable Object operand) {
        if (!isScalar(operand)) {
            return null;
        }
        byte[] value = OrderedBytes.of(operand);
        byte[] lowestOfType = {value[0]};
        byte[] behindType = OrderedBytes.after(lowestOfType);
        byte[] behindValue = OrderedBytes.after(value);
        return Bounds.of(
                switch (operator) {
                    case "$gt" -> Interval.between(behindValue, behindType);
                    case "$gte" -> Interval.between(value, behindType);
                    case "$lt" -> Interval.between(lowestOfType, value);
                    default -> Interval.between(lowestOfType, behindValue);
                },
                true);
    }

    /** Whether what equals the value is not in one place of an index. */
    private static boolean isElsewhere(@Nullable Object value) {
        return value instanceof Collection || value instanceof BsonRegularExpression || value instanceof Decimal128;
    }

    private static boolean isScalar(@Nullable Object value) {
        return switch (value) {
            case null -> false;
            case Double number -> !number.isNaN();
            case Decimal128 decimal -> false;
            case Number number -> true;
            default ->
                value instanceof String
                        || value instanceof Instant
                        || value instanceof Boolean
                        || value instanceof ObjectId
                        || value instanceof UUID
                        || value instanceof BsonTimestamp;
        };
    }

    private static boolean isTrue(@Nullable Object value) {
        return switch (value) {
            case Boolean flag -> flag;
            case Number number -> number.doubleValue() != 0;
            case null -> false;
            default -> true;
        };
    }
}
