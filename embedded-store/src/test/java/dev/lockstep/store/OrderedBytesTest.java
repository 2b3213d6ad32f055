package dev.lockstep.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import de.bwaldvogel.mongo.bson.BinData;
import de.bwaldvogel.mongo.bson.Decimal128;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.bson.MaxKey;
import de.bwaldvogel.mongo.bson.MinKey;
import de.bwaldvogel.mongo.bson.ObjectId;
import de.bwaldvogel.mongo.exception.MongoServerError;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OrderedBytesTest {

    /** Each below the next one. */
    private static final List<@Nullable Object> ASCENDING = Arrays.asList(
            MinKey.getInstance(), null, Double.NaN, Double.NEGATIVE_INFINITY, -1e300, Long.MIN_VALUE,
            Long.MIN_VALUE + 1, -(1L << 53) - 1, (double) -(1L << 53), -2.5, -1, -Double.MIN_VALUE, 0,
            Double.MIN_VALUE, 0.1, 1, 1.5, 2L, (1L << 53), (1L << 53) + 1, (1L << 53) + 2, Long.MAX_VALUE - 1,
            Long.MAX_VALUE, 0x1p63, 1e300, Double.POSITIVE_INFINITY, "", "\0", "\0a", "a", "a\0", "a\0b", "aa", "b", "é",
            "𝒳", new Document(), new Document("a", 1), new Document("a", 2), new Document("b", 1),
            new Document("a", "x"), List.of(), List.of(1), List.of(1, 2), List.of(2), new BinData(new byte[0]),
            new BinData(new byte[] {1}), new BinData(new byte[] {(byte) 0xff}), new BinData(new byte[] {0, 0}),
            new UUID(1, 2), new UUID(-1, 2), new ObjectId("000000000000000000000000"),
            new ObjectId("ffffffffffffffffffffffff"), false, true, Instant.ofEpochMilli(Long.MIN_VALUE),
            Instant.ofEpochMilli(-1), Instant.EPOCH, Instant.ofEpochMilli(1), MaxKey.getInstance());

    @Test
    void the_order_of_the_bytes_is_the_order_of_the_values_in_both_directions() {
        for (int i = 0; i < ASCENDING.size(); i++) {
            for (int j = 0; j < ASCENDING.size(); j++) {
                byte[] left = OrderedBytes.of(ASCENDING.get(i));
                byte[] right = OrderedBytes.of(ASCENDING.get(j));
                assertThat(Integer.signum(Arrays.compareUnsigned(left, right)))
                        .as("%s and %s", ASCENDING.get(i), ASCENDING.get(j))
                        .isEqualTo(Integer.compare(i, j));
                assertThat(Integer.signum(
                                Arrays.compareUnsigned(OrderedBytes.inverted(left), OrderedBytes.inverted(right))))
                        .isEqualTo(Integer.compare(j, i));
            }
        }
    }

    @Test
    void no_value_begins_with_another_one() {
        for (Object one : ASCENDING) {
            for (Object other : ASCENDING) {
                if (one != other) {
                    assertThat(new Key(OrderedBytes.of(one))
                                    .startsWith(OrderedBytes.of(other), OrderedBytes.of(other).length))
                            .as("%s and %s", one, other)
                            .isFalse();
                }
            }
        }
    }

    @Test
    void equal_numbers_of_all_types_are_the_same_bytes() {
        assertThat(OrderedBytes.of(2))
                .isEqualTo(OrderedBytes.of(2L))
                .isEqualTo(OrderedBytes.of(2.0))
                .isEqualTo(OrderedBytes.of(new Decimal128(new BigDecimal("2.0"))));
        assertThat(OrderedBytes.of(0.0)).isEqualTo(OrderedBytes.of(-0.0));
        assertThat(OrderedBytes.of(new Decimal128(new BigDecimal("9007199254740993"))))
                .isEqualTo(OrderedBytes.of(9007199254740993L));
    }

    @Test
    void a_decimal_that_has_no_exact_place_is_refused() {
        assertThatThrownBy(() -> OrderedBytes.of(new Decimal128(new BigDecimal("0.1"))))
                .isInstanceOf(MongoServerError.class);
    }

    @Test
    void after_is_the_end_of_everything_with_a_beginning() {
        assertThat(OrderedBytes.after(new byte[] {1, 2})).containsExactly(1, 3);
        assertThat(OrderedBytes.after(new byte[] {1, (byte) 0xff})).containsExactly(2);
        assertThat(OrderedBytes.after(new byte[] {(byte) 0xff})).isNull();
    }
}
