package dev.lockstep.audit.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.audit.Samples;
import dev.lockstep.audit.fact.Fact;
import dev.lockstep.audit.fact.Facts;
import dev.lockstep.contracts.AccountOutcome.Action;
import dev.lockstep.contracts.AccountOutcome.Result;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every ledger does. */
abstract class LedgerContract {
    private Ledger ledger;

    /** An empty one. */
    abstract Ledger fresh();

    @BeforeEach
    void fill() {
        ledger = fresh();
    }

    private static Fact fact(String app, String user, int n) {
        return Facts.of(Samples.envelope(Samples.applied(app, user, n))).orElseThrow();
    }

    private static Fact failed(String app, String user, int n, String code) {
        return Facts.of(Samples.envelope(Samples.outcome(app, user, n, Result.REFUSED, Action.UPDATE, Samples.failure("permanent", code)))).orElseThrow();
    }

    private static List<Fact> mixture(int size) {
        List<Fact> facts = new ArrayList<>();
        for (int n = 0; n < size; n++) {
            String app = n % 3 == 0 ? "pingboard" : "other";
            // Several facts share each moment.
            facts.add(switch (n % 5) {
                case 0 -> failed(app, "u" + n % 40, n / 4, n % 2 == 0 ? "uniqueness" : "invalid-value");
                case 1 -> Facts.of(Samples.change("hr", "evt-" + n / 4, "u" + n % 40)).orElseThrow();
                default -> fact(app, "u" + n % 40, n / 4);
            });
        }
        return facts.stream().distinct().toList();
    }

    private static ActivityQuery query(String app, String user, String action, String status, Instant from, Instant to, String q, String cause) {
        return new ActivityQuery(app, user, action, status, from, to, ActivityQuery.words(q), cause);
    }

    @Test
    void a_fact_told_again_changes_nothing() {
        List<Fact> facts = List.of(fact("a", "u1", 1), fact("a", "u2", 1));

        assertThat(ledger.append(facts)).hasSize(2);
        assertThat(ledger.append(List.of(fact("a", "u1", 1), fact("a", "u3", 1), fact("a", "u3", 1))))
                .containsExactly(fact("a", "u3", 1).id());
        assertThat(ledger.append(facts)).isEmpty();
        assertThat(ledger.append(List.of())).isEmpty();

        assertThat(ledger.page(ActivityQuery.ALL, null, 10)).hasSize(3);
        assertThat(ledger.find(facts.getFirst().id()).map(FactJson::write)).contains(FactJson.write(facts.getFirst()));
        assertThat(ledger.find("nothing")).isEmpty();
    }

    @Test
    void every_combination_of_filters_finds_exactly_what_it_says() {
        List<Fact> facts = mixture(400);
        ledger.append(facts);
        Random random = new Random(4);
        for (int i = 0; i < 300; i++) {
            ActivityQuery query = query(
                    pick(random, null, null, "pingboard", "other", "nobody"), pick(random, null, null, "u7", "U8@example.TEST", "u39", "u"),
                    pick(random, null, null, "create", "update", "inputAccepted"), pick(random, null, null, "success", "failure"),
                    pick(random, null, null, Samples.T0.plusMillis(130)), pick(random, null, null, Samples.T0.plusMillis(190)),
                    pick(random, null, null, "öberg", "uniq", "u1 PING", "u3 fail inv", "$ne .*"), pick(random, null, null, null, "hr/evt-20"));

            List<String> expected = ids(facts.stream().filter(query::matches));

            assertThat(ids(ledger.page(query, null, 1_000))).as("%s", query).isEqualTo(expected);
            List<Fact> each = new ArrayList<>();
            ledger.each(query, each::add);
            assertThat(ids(each)).as("all of %s", query).isEqualTo(expected);
        }
    }

    private static List<String> ids(List<Fact> facts) {
        return facts.stream().map(Fact::id).toList();
    }

    private static List<String> ids(Stream<Fact> facts) {
        return ids(facts.sorted(Position.NEWEST_FIRST).toList());
    }

    @SafeVarargs
    private static <T> T pick(Random random, T... values) {
        return values[random.nextInt(values.length)];
    }

    @Test
    void pages_lose_and_repeat_nothing_while_facts_arrive() {
        List<Fact> facts = mixture(300);
        ledger.append(facts);
        List<Fact> read = new ArrayList<>();
        Position after = null;
        int round = 0;
        List<Fact> page;
        do {
            page = ledger.page(ActivityQuery.ALL, after, 7);
            read.addAll(page);
            after = page.isEmpty() ? null : Position.of(page.getLast());
            ledger.append(List.of(fact("new", "n" + round, 5_000 + round++)));
        } while (page.size() == 7);

        assertThat(ids(read)).isEqualTo(ids(facts.stream()));
    }

    @Test
    void a_source_event_leads_to_everything_that_it_caused() {
        ledger.append(List.of(Facts.of(Samples.change("hr", "evt-1", "u1")).orElseThrow(), fact("a", "u1", 1), fact("b", "u1", 1), fact("a", "u1", 2)));

        assertThat(ledger.page(query(null, null, null, null, null, null, null, "hr/evt-1"), null, 10))
                .extracting(Fact::action).containsExactlyInAnyOrder("inputAccepted", "create", "create");
    }

    @Test
    void an_export_of_many_pages_is_whole_and_in_order() {
        List<Fact> facts = IntStream.range(0, 1_500).mapToObj(n -> fact("a", "u" + n, n / 10)).toList();
        ledger.append(facts);
        List<Fact> all = new ArrayList<>();

        ledger.each(query(null, null, null, null, null, null, "öberg", null), all::add);

        assertThat(ids(all)).isEqualTo(ids(facts.stream()));
    }

    @Test
    void an_apps_facts_are_counted_by_kind_from_a_time_on() {
        ledger.append(List.of(fact("a", "u1", 1), fact("a", "u2", 900), fact("a", "u3", 901), failed("a", "u4", 902, "c"), fact("b", "u1", 903)));

        assertThat(ledger.counts("a", Samples.T0.plusMillis(800)))
                .containsExactlyInAnyOrder(new Ledger.Count("create", "success", 2), new Ledger.Count("update", "failure", 1));
        assertThat(ledger.counts("nobody", Samples.T0)).isEmpty();
    }
}
