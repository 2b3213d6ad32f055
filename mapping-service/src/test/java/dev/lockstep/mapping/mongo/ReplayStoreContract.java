package dev.lockstep.mapping.mongo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.mapping.fakes.Changes;
import dev.lockstep.mapping.replay.Item;
import dev.lockstep.mapping.replay.Item.Settled;
import dev.lockstep.mapping.replay.Item.Wanted;
import dev.lockstep.mapping.replay.Replay;
import dev.lockstep.mapping.replay.Replay.Counts;
import dev.lockstep.mapping.replay.Replay.Kind;
import dev.lockstep.mapping.replay.Replay.Result;
import dev.lockstep.mapping.replay.Replay.State;
import dev.lockstep.mapping.replay.Replay.Wait;
import dev.lockstep.mapping.replay.ReplayStore;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the port of replays promises, for the store and for the fake alike. */
abstract class ReplayStoreContract {
    private static final Instant AT = Changes.AT;
    private ReplayStore store;

    abstract ReplayStore replays();

    @BeforeEach
    void open() {
        store = replays();
    }

    private Replay running(String id, String... objects) {
        store.open(Replay.collecting(id, Kind.FAILURES, Map.of("app", "ping", "since", "x"), "why", 50, "ann", AT));
        for (String object : objects) {
            store.add(id, List.of(new Wanted("ping", object, "f-" + object)));
        }
        assertThat(store.begin(id, AT.plusSeconds(1))).isTrue();
        return store.byId(id).orElseThrow();
    }

    private static Settled settled(String id, String object, Result result, long rank) {
        return new Settled(id, "ping", object, result, result == Result.FAILED ? "bad" : null, rank, AT);
    }

    @Test
    void what_is_opened_is_read_back_and_items_are_added_once() {
        store.open(Replay.collecting("replay-1", Kind.EVENTS, Map.of("app", "ping"), null, 7, "ann", AT));
        store.add("replay-1", List.of(new Wanted("ping", "a", "f1"), new Wanted("pong", "a", null)));
        store.add("replay-1", List.of(new Wanted("ping", "a", "f2")));
        assertThat(store.begin("replay-1", AT.plusSeconds(5))).isTrue();
        assertThat(store.begin("replay-1", AT.plusSeconds(9))).isFalse();
        store.add("replay-1", List.of(new Wanted("ping", "late", null)));

        Replay replay = store.byId("replay-1").orElseThrow();
        assertThat(replay.kind()).isEqualTo(Kind.EVENTS);
        assertThat(replay.state()).isEqualTo(State.RUNNING);
        assertThat(replay.filter()).isEqualTo(Map.of("app", "ping"));
        assertThat(replay.apps()).containsExactly("ping", "pong");
        assertThat(replay.perSecond()).isEqualTo(7);
        assertThat(replay.startedAt()).isEqualTo(AT.plusSeconds(5));
        assertThat(replay.counts().matched()).isEqualTo(2);
        assertThat(store.items("replay-1", null, null, 10)).containsExactly(
                new Item("ping", "a", "f1", Item.State.WAITING, null, null, null), new Item("pong", "a", null, Item.State.WAITING, null, null, null));
        assertThat(store.items("replay-1", null, "ping/a", 10)).extracting(Item::app).containsExactly("pong");
        assertThat(store.byId("replay-2")).isEmpty();
    }

    @Test
    void newest_comes_first() {
        running("replay-1");
        running("replay-2");
        running("replay-3");
        assertThat(store.page(null, 2)).extracting(Replay::id).containsExactly("replay-3", "replay-2");
        assertThat(store.page("replay-2", 2)).extracting(Replay::id).containsExactly("replay-1");
    }

    @Test
    void one_runner_holds_a_replay_until_its_hold_runs_out() {
        running("replay-1", "a");
        store.open(Replay.collecting("replay-2", Kind.FAILURES, Map.of(), null, 1, "ann", AT));
        assertThat(store.claim("one", AT, AT.plusSeconds(10))).extracting(Replay::id).containsExactly("replay-1");
        assertThat(store.claim("one", AT.plusSeconds(1), AT.plusSeconds(11))).hasSize(1);
        assertThat(store.claim("two", AT.plusSeconds(5), AT.plusSeconds(15))).isEmpty();
        Replay other = store.claim("two", AT.plusSeconds(12), AT.plusSeconds(22)).getFirst();
        assertThat(store.progress(other, "one", Counts.NONE, List.of(), null)).isFalse();
        assertThat(store.progress(other, "two", new Counts(1, 1, Map.of()), List.of(new Wait("ping", "paused", AT)), null)).isTrue();
        assertThat(store.byId("replay-1").orElseThrow().waitsFor()).containsExactly(new Wait("ping", "paused", AT));
        assertThat(store.byId("replay-1").orElseThrow().counts().sent()).isEqualTo(1);
    }

    @Test
    void items_wait_are_sent_and_are_settled_and_what_is_settled_first_stays_so() {
        running("replay-1", "c", "a", "b");
        List<Item> two = store.waiting("replay-1", "ping", 2);
        assertThat(two).extracting(Item::objectId).containsExactly("a", "b");
        store.settle(List.of(settled("replay-1", "a", Result.UPDATE, 3)));

        store.sent("replay-1", two);

        assertThat(store.inFlight("replay-1", "ping")).isEqualTo(1);
        assertThat(store.waiting("replay-1", "ping", 9)).extracting(Item::objectId).containsExactly("c");
        assertThat(store.count("replay-1")).isEqualTo(new Counts(3, 2, Map.of(Result.UPDATE, 1L)));
        store.again("replay-1", "ping");
        assertThat(store.inFlight("replay-1", "ping")).isZero();
        assertThat(store.waiting("replay-1", "ping", 9)).extracting(Item::objectId).containsExactly("b", "c");
        store.settleApp("replay-1", "ping", Result.NOTHING, "app-removed", AT);
        assertThat(store.count("replay-1")).isEqualTo(new Counts(3, 3, Map.of(Result.UPDATE, 1L, Result.NOTHING, 2L)));
        assertThat(store.items("replay-1", Result.NOTHING, null, 9)).extracting(Item::code).containsExactly("app-removed", "app-removed");
        assertThat(store.items("replay-1", Result.NOTHING, "ping/b", 9)).extracting(Item::objectId).containsExactly("c");
    }

    @Test
    void a_later_outcome_counts_more_than_one_that_comes_again() {
        running("replay-1", "a");
        store.settle(List.of(settled("replay-1", "a", Result.FAILED, 4), settled("replay-1", "a", Result.CREATE, 5), settled("replay-1", "x", Result.CREATE, 5)));
        store.settle(List.of(settled("replay-1", "a", Result.FAILED, 4), settled("replay-0", "a", Result.FAILED, 9)));
        assertThat(store.items("replay-1", null, null, 9)).containsExactly(new Item("ping", "a", "f-a", Item.State.SETTLED, Result.CREATE, null, AT));
        assertThat(store.count("replay-1").results()).isEqualTo(Map.of(Result.CREATE, 1L));
    }

    @Test
    void one_that_ended_rests_until_an_item_of_it_is_settled_once_more() {
        running("replay-1", "a");
        store.settle(List.of(settled("replay-1", "a", Result.FAILED, 4)));
        Replay held = store.claim("one", AT, AT.plusSeconds(10)).getFirst();
        assertThat(store.progress(held, "one", store.count("replay-1"), List.of(), AT.plusSeconds(3))).isTrue();
        Replay done = store.claim("one", AT, AT.plusSeconds(10)).getFirst();
        assertThat(done.state()).isEqualTo(State.DONE);
        assertThat(done.endedAt()).isEqualTo(AT.plusSeconds(3));
        store.told("replay-1", 2);
        store.settle(List.of(settled("replay-1", "a", Result.UPDATE, 5)));
        store.rest(done);
        Replay again = store.claim("one", AT, AT.plusSeconds(10)).getFirst();
        assertThat(again.told()).isEqualTo(2);
        store.rest(again);
        assertThat(store.claim("one", AT, AT.plusSeconds(10))).isEmpty();
        assertThat(store.cancel("replay-1", "bob", AT)).isFalse();
    }

    @Test
    void cancelled_is_for_ever() {
        Replay before = running("replay-1", "a");
        store.claim("one", AT, AT.plusSeconds(10));
        assertThat(store.cancel("replay-1", "bob", AT.plusSeconds(2))).isTrue();
        assertThat(store.progress(before, "one", Counts.NONE, List.of(), AT)).isFalse();
        Replay after = store.byId("replay-1").orElseThrow();
        assertThat(after.state()).isEqualTo(State.CANCELLED);
        assertThat(after.cancelledBy()).isEqualTo("bob");
        assertThat(after.endedAt()).isEqualTo(AT.plusSeconds(2));
        assertThat(store.begin("replay-1", AT)).isFalse();
    }

    @Test
    void what_is_old_is_found_and_removed() {
        running("replay-1", "a", "b");
        store.cancel("replay-1", "bob", AT);
        store.open(Replay.collecting("replay-2", Kind.FAILURES, Map.of(), null, 1, "ann", AT));
        running("replay-3", "a");
        assertThat(store.expired(AT, AT, 9)).isEmpty();
        assertThat(store.expired(AT.plusSeconds(1), AT, 9)).containsExactly("replay-2");
        assertThat(store.expired(AT, AT.plusSeconds(1), 9)).containsExactly("replay-1");
        assertThat(store.clear("replay-1", 1)).isTrue();
        assertThat(store.clear("replay-1", 1)).isTrue();
        assertThat(store.clear("replay-1", 1)).isFalse();
        store.forget("replay-1");
        assertThat(store.byId("replay-1")).isEmpty();
    }
}
