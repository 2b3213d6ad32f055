package dev.lockstep.writer.survey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.writer.fault.Answer;
import dev.lockstep.writer.fault.Operation;
import dev.lockstep.writer.fault.Verdict;
import dev.lockstep.writer.scim.Reply;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CompletenessTest {
    private static final Survey FRESH = Survey.begun("r", "a", "ann", false, false, 1);

    private static Reply page(long total, int from, int to) {
        List<Map<String, @Nullable Object>> accounts = IntStream.range(from, to).mapToObj(i -> {
            Map<String, @Nullable Object> account = new LinkedHashMap<>();
            account.put("id", "i" + i);
            return account;
        }).toList();
        return new Reply(Operation.LIST, "GET", new Answer.Answered(200, "", Answer.Body.EMPTY, null), new Verdict.Done(), null, accounts, total, 200, 1);
    }

    private static @Nullable String fault(Survey survey, Reply page, Map<String, Long> earlier) {
        return Completeness.fault(survey, page, page.resources().stream().map(Sighting::of).toList(), earlier);
    }

    @Test
    void pages_that_add_up_are_taken() {
        assertThat(fault(FRESH, page(4, 0, 2), Map.of())).isNull();
        Survey half = FRESH.listed(4, 2, 0, 0);
        assertThat(Completeness.isLast(half)).isFalse();
        assertThat(fault(half, page(4, 2, 4), Map.of())).isNull();
        assertThat(Completeness.isLast(half.listed(4, 2, 0, 0))).isTrue();
        assertThat(fault(FRESH, page(0, 0, 0), Map.of())).isNull();
    }

    @Test
    void a_total_that_changes_an_empty_page_too_many_and_repeated_accounts_are_faults() {
        Survey half = FRESH.listed(4, 2, 0, 0);

        assertThat(fault(half, page(5, 2, 4), Map.of())).contains("changed from 4 to 5");
        assertThat(fault(half, page(4, 2, 2), Map.of())).contains("empty page after 2 of 4");
        assertThat(fault(half, page(4, 2, 5), Map.of())).contains("more accounts");
        assertThat(fault(half, page(4, 1, 3), Map.of("i1", 1L))).contains("twice");
        assertThat(fault(half, page(4, 2, 4), Map.of("i2", 3L))).isNull();
    }
}
