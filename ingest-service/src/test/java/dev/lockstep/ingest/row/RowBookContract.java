package dev.lockstep.ingest.row;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.ingest.row.RowBook.Entry;
import dev.lockstep.ingest.row.RowBook.Known;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every store of rows does. */
abstract class RowBookContract {
    private static final Known FIRST = new Known(1, "a", true, true);
    private final RowBook book = create();

    abstract RowBook create();

    @Test
    void what_is_remembered_is_found_again_by_source_and_key() {
        book.remember("hr", List.of(new Entry("1", Known.NOTHING, FIRST), new Entry("g/1", Known.NOTHING, FIRST)));
        book.remember("hr", List.of());

        assertThat(book.find("hr", List.of("1", "2", "g/1"))).isEqualTo(Map.of("1", FIRST, "g/1", FIRST));
        assertThat(book.find("other", List.of("1"))).isEmpty();
    }

    @Test
    void a_row_that_somebody_else_changed_meanwhile_is_remembered_as_uncertain() {
        book.remember("hr", List.of(new Entry("1", Known.NOTHING, FIRST), new Entry("2", Known.NOTHING, FIRST)));

        book.remember("hr", List.of(new Entry("1", Known.NOTHING, new Known(1, "b", true, false)), new Entry("2", FIRST, new Known(2, "c", false, false))));

        assertThat(book.find("hr", List.of("1", "2"))).isEqualTo(Map.of("1", new Known(2, "", true, true), "2", new Known(2, "c", false, false)));
    }

    @Test
    void a_source_is_walked_in_order_and_forgotten_alone() {
        for (String source : List.of("hr", "hr-2", "hr0", "h")) {
            book.remember(source, IntStream.range(0, 120).mapToObj(n -> new Entry(source + "-" + n, Known.NOTHING, FIRST)).toList());
        }
        List<String> walked = new ArrayList<>();

        book.each("hr", (key, known) -> walked.add(key));
        book.forget("hr");

        assertThat(walked).hasSize(120).isSorted().allMatch(key -> key.startsWith("hr-"));
        book.each("hr", (key, known) -> assertThat(key).isNull());
        assertThat(book.find("hr-2", List.of("hr-2-7"))).hasSize(1);
        assertThat(book.find("hr0", List.of("hr0-7"))).hasSize(1);
    }
}
