package dev.lockstep.store;

import de.bwaldvogel.mongo.backend.Missing;
import de.bwaldvogel.mongo.bson.BinData;
import de.bwaldvogel.mongo.bson.BsonRegularExpression;
import de.bwaldvogel.mongo.bson.BsonTimestamp;
import de.bwaldvogel.mongo.bson.Decimal128;
import de.bwaldvogel.mongo.bson.LegacyUUID;
import de.bwaldvogel.mongo.bson.MaxKey;
import de.bwaldvogel.mongo.bson.MinKey;
import de.bwaldvogel.mongo.bson.ObjectId;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Writes BSON values such that the unsigned order of the bytes is MongoDB's comparison order of the values (MinKey,
 * null, numbers of all types together, strings, documents, arrays, binary, ObjectId, boolean, date, timestamp, regular
 * expression, MaxKey), and such that no value's bytes are the beginning of another's. Equal values of different number
 * types have equal bytes.
 */
final class OrderedBytes {

    static final byte MIN_KEY = 0x08;
    /** What an empty array leaves in an index: below null, as in MongoDB. */
    static final byte EMPTY_ARRAY = 0x0c;
    static final byte NULL = 0x10;
    static final byte NUMBER = 0x18;
    static final byte STRING = 0x20;
    static final byte DOCUMENT = 0x28;
    static final byte ARRAY = 0x30;
    static final byte BINARY = 0x38;
    static final byte OBJECT_ID = 0x40;
    static final byte BOOLEAN = 0x48;
    static final byte DATE = 0x50;
    static final byte TIMESTAMP = 0x58;
    static final byte REGEX = 0x60;
    static final byte MAX_KEY = 0x7c;

    private static final byte END = 0x00;
    private static final byte UUID_SUBTYPE = 4;
    private static final byte LEGACY_UUID_SUBTYPE = 3;
    private static final double TWO_TO_63 = 0x1p63;

    private byte[] bytes = new byte[64];
    private int length;

    /** The bytes of one value. */
    static byte[] of(@Nullable Object value) {
        OrderedBytes buffer = new OrderedBytes();
        buffer.append(value);
        return buffer.toBytes();
    }

    /** The same bytes for a field in descending order. */
    static byte[] inverted(byte[] bytes) {
        byte[] result = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            result[i] = (byte) ~bytes[i];
        }
        return result;
    }

    /** The smallest byte string above all that begin with {@code prefix}; null when there is none. */
    static byte @Nullable [] after(byte[] prefix) {
        for (int i = prefix.length - 1; i >= 0; i--) {
            if (prefix[i] != (byte) 0xff) {
                byte[] result = Arrays.copyOf(prefix, i + 1);
                result[i]++;
                return result;
            }
        }
        return null;
    }

    static byte[] concat(byte[] left, byte[] right) {
        byte[] result = Arrays.copyOf(left, left.length + right.length);
        System.arraycopy(right, 0, result, left.length, right.length);
        return result;
    }

    byte[] toBytes() {
        return Arrays.copyOf(bytes, length);
    }

    void append(@Nullable Object value) {
        switch (value) {
            case null -> put(NULL);
            case Missing missing -> put(NULL);
            case String text -> put(STRING).putText(text);
            case Number number -> appendNumber(number);
            case Instant instant -> put(DATE).putLong(instant.toEpochMilli() ^ Long.MIN_VALUE);
            case Boolean flag -> put(BOOLEAN).put((byte) (flag ? 2 : 1));
            case ObjectId id -> put(OBJECT_ID).putAll(id.toByteArray());
            case UUID uuid -> appendBinary(UUID_SUBTYPE, bytesOf(uuid));
            case LegacyUUID uuid -> appendBinary(LEGACY_UUID_SUBTYPE, bytesOf(uuid.getUuid()));
            case BinData data -> appendBinary((byte) 0, data.getData());
            case Map<?, ?> document -> appendDocument(document);
            case Collection<?> array -> appendArray(array);
            case BsonTimestamp timestamp -> put(TIMESTAMP).putLong(timestamp.getValue());
            case BsonRegularExpression regex -> put(REGEX)
                    .putText(regex.getPattern())
                    .putText(regex.getOptions() == null ? "" : regex.getOptions());
            case MinKey min -> put(MIN_KEY);
            case MaxKey max -> put(MAX_KEY);
            default -> throw Refusal.badValue(
                    "a value of type " + value.getClass().getSimpleName() + " cannot be part of an index");
        }
    }

    private void appendNumber(Number number) {
        put(NUMBER);
        switch (number) {
            case Double value -> putDouble(value, 0);
            case Decimal128 value -> appendDecimal(value);
            default -> putWhole(number.longValue());
        }
    }

    /** Only decimals that a long or a double holds exactly: others would share their bytes with a neighbour. */
    private void appendDecimal(Decimal128 decimal) {
        double nearest = decimal.doubleValue();
        if (Double.isNaN(nearest) || Double.isInfinite(nearest)) {
            putDouble(nearest, 0);
            return;
        }
        BigDecimal exact = decimal.toBigDecimal();
        if (exact.compareTo(new BigDecimal(nearest)) == 0) {
            putDouble(nearest, 0);
            return;
        }
        try {
            putWhole(exact.longValueExact());
        } catch (ArithmeticException e) {
            throw Refusal.badValue("a decimal that neither a long nor a double holds exactly cannot be part of an index");
        }
    }

    private void putWhole(long value) {
        double nearest = (double) value;
        long residue = nearest == TWO_TO_63 ? value - Long.MAX_VALUE - 1 : value - (long) nearest;
        putDouble(nearest, (int) residue);
    }

    private void putDouble(double value, int residue) {
        long bits = Double.doubleToLongBits(value == 0.0 ? 0.0 : value);
        long ordered = bits < 0 ? ~bits : bits ^ Long.MIN_VALUE;
        putLong(Double.isNaN(value) ? 0 : ordered);
        int biased = residue + 0x8000;
        put((byte) (biased >>> 8)).put((byte) biased);
    }

    private void appendBinary(byte subtype, byte[] data) {
        put(BINARY).putInt(data.length).put(subtype).putAll(data);
    }

    private void appendDocument(Map<?, ?> document) {
        put(DOCUMENT);
        document.forEach((name, value) -> {
            int type = length;
            append(value);
            byte[] encoded = Arrays.copyOfRange(bytes, type, length);
            length = type;
            put(encoded[0]).putText((String) name).putAll(encoded);
        });
        put(END);
    }

    private void appendArray(Collection<?> array) {
        put(ARRAY);
        array.forEach(this::append);
        put(END);
    }

    private static byte[] bytesOf(UUID uuid) {
        return ByteBuffer.allocate(16)
                .putLong(uuid.getMostSignificantBits())
                .putLong(uuid.getLeastSignificantBits())
                .array();
    }

    /** UTF-8, a zero inside written as 00 FF, ended by 00 00. */
    private OrderedBytes putText(String text) {
        for (byte unit : text.getBytes(StandardCharsets.UTF_8)) {
            put(unit);
            if (unit == END) {
                put((byte) 0xff);
            }
        }
        return put(END).put(END);
    }

    private OrderedBytes putInt(int value) {
        for (int shift = 24; shift >= 0; shift -= 8) {
            put((byte) (value >>> shift));
        }
        return this;
    }

    private OrderedBytes putLong(long value) {
        return putInt((int) (value >>> 32)).putInt((int) value);
    }

    private OrderedBytes putAll(byte[] more) {
        ensure(more.length);
        System.arraycopy(more, 0, bytes, length, more.length);
        length += more.length;
        return this;
    }

    private OrderedBytes put(byte value) {
        ensure(1);
        bytes[length++] = value;
        return this;
    }

    private void ensure(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }
}
