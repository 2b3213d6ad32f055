package dev.lockstep.mapping.mongo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import dev.lockstep.contracts.Activity;
import dev.lockstep.contracts.Reevaluate;
import dev.lockstep.kit.publish.NotPublished;
import dev.lockstep.kit.testing.TestPlatform;
import dev.lockstep.mapping.fakes.Changes;
import dev.lockstep.mapping.fakes.World;
import dev.lockstep.mapping.parked.ParkedMessage;
import dev.lockstep.mapping.parked.ParkedMessage.State;
import dev.lockstep.mapping.parked.ParkedStore;
import dev.lockstep.mapping.parked.ParkedStore.Filter;
import dev.lockstep.mapping.replay.Item;
import dev.lockstep.mapping.replay.Replay;
import dev.lockstep.mapping.replay.ReplayRunner;
import dev.lockstep.mapping.replay.ReplayStore;
import dev.lockstep.store.EmbeddedStore;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Replays and parked messages on a store that refuses every query that no index serves. */
class MongoReplaysIT extends ReplayStoreContract {
    private static final Instant AT = Changes.AT;
    private static EmbeddedStore store;
    private static MongoClient client;
    private static int databases;

    @BeforeAll
    static void openStore() {
        store = EmbeddedStore.open(TestPlatform.directory("replays"), 0, EmbeddedStore.Options.refusingUnindexedAbove(0));
        client = MongoClients.create(store.uri());
    }

    @AfterAll
    static void close() {
        client.close();
        store.close();
    }

    private static MongoDatabase fresh() {
        return new MongoConfiguration().mappingDatabase(client, "replays" + ++databases);
    }

    @Override
    ReplayStore replays() {
        return new MongoReplays(fresh());
    }

    private static ParkedMessage message(int offset, String topic, String code, String by) {
        return new ParkedMessage(ParkedMessage.since(AT.plusSeconds(offset)) + "-" + topic + "-0-" + offset, topic, 0, offset, "k" + offset, by, code,
                "fault", topic + "-3@" + offset, AT.plusSeconds(offset), 10, "same", 1, State.PARKED, null, null);
    }

    private static Filter filter(@Nullable String topic, @Nullable String code, @Nullable String by, @Nullable Instant since, @Nullable State state) {
        return new Filter(topic, code, by, since, state);
    }

    @Test
    void parked_messages_are_filtered_put_back_once_and_forgotten() {
        ParkedStore parked = new MongoParked(fresh());
        List<ParkedMessage> all = List.of(message(1, "a", "undecodable", "writer"), message(2, "a", "handler-failed", "mapping"),
                message(3, "b", "undecodable", "audit"));
        parked.add(all);
        parked.add(all);
        assertThat(parked.page(Filter.ALL, null, 2)).containsExactly(all.get(2), all.get(1));
        assertThat(parked.page(Filter.ALL, all.get(1).id(), 2)).containsExactly(all.get(0));
        assertThat(parked.page(filter("a", null, null, null, null), null, 9)).hasSize(2);
        assertThat(parked.page(filter(null, "undecodable", null, AT.plusSeconds(2), null), null, 9)).containsExactly(all.get(2));
        assertThat(parked.page(filter(null, null, "mapping", null, State.PARKED), null, 9)).containsExactly(all.get(1));
        assertThat(parked.earlier("same", all.get(2).id())).isEqualTo(2);
        assertThat(parked.count(Filter.ALL.waiting())).isEqualTo(3);
        parked.add(List.of(message(4, "directory.changes.v1", "undecodable", "mapping"), message(5, "account.desired.v1", "undecodable", "writer"),
                message(6, "activity.v1", "undecodable", "audit")));
        assertThat(parked.countOf("k5")).isEqualTo(2);
        assertThat(parked.countOf("k6")).isEqualTo(1);

        assertThat(parked.ask(filter("a", null, null, null, null), "ann", "one", AT)).isEqualTo(2);
        assertThat(parked.ask(List.of(all.get(0).id(), all.get(2).id()), "bob", "two", AT)).isEqualTo(1);
        assertThat(parked.asked("one", AT, 9)).extracting(ParkedMessage::offset).containsExactly(1L, 2L);
        assertThat(parked.asked("two", AT.plusSeconds(1), 9)).hasSize(3);
        parked.ended(List.of(all.get(0).id()), State.PUT_BACK, AT.plusSeconds(9));

        ParkedMessage back = parked.byId(all.get(0).id()).orElseThrow();
        assertThat(back.state()).isEqualTo(State.PUT_BACK);
        assertThat(back.putBackBy()).isEqualTo("ann");
        assertThat(back.putBackAt()).isEqualTo(AT.plusSeconds(9));
        assertThat(parked.countWaiting(List.of(all.get(0).id()))).isZero();
        assertThat(parked.forget(AT.plusSeconds(2), 9)).isTrue();
        assertThat(parked.forget(AT.plusSeconds(2), 9)).isFalse();
        assertThat(parked.page(Filter.ALL, null, 9)).hasSize(5);
    }

    @Test
    void a_second_runner_goes_on_after_the_first_is_abandoned() {
        World world = new World();
        world.app("ping", true, true);
        ReplayStore replays = replays();
        replays.open(Replay.collecting("replay-1", Replay.Kind.FAILURES, Map.of(), null, 100, "ann", AT));
        replays.add("replay-1", IntStream.range(0, 60).mapToObj(n -> new Item.Wanted("ping", "u" + n, null)).toList());
        replays.begin("replay-1", AT);
        Instant[] now = {AT};
        Clock clock = ((InstantSource) () -> now[0]).withZone(ZoneOffset.UTC);
        ReplayRunner first = new ReplayRunner(replays, world.catalog, world, clock, "one");
        first.step();
        now[0] = now[0].plusMillis(200);
        // It dies when the messages are out and nothing of them is noted.
        world.dieAt(World.Crash.AFTER_PUBLISH, 1);
        assertThatThrownBy(first::step).isInstanceOf(NotPublished.class);
        ReplayRunner second = new ReplayRunner(replays, world.catalog, world, clock, "two");
        int before = world.reevaluates().size();
        second.step();
        assertThat(world.reevaluates()).as("the first still holds it").hasSize(before);

        now[0] = now[0].plusSeconds(11);
        for (int i = 0; i < 30; i++) {
            now[0] = now[0].plusMillis(200);
            second.step();
            replays.settle(world.reevaluates().stream().map(ask -> new Item.Settled("replay-1", "ping", ask.objectId(), Replay.Result.UPDATE, null, 3, AT)).toList());
        }

        Replay done = replays.byId("replay-1").orElseThrow();
        assertThat(done.state()).isEqualTo(Replay.State.DONE);
        assertThat(done.counts()).isEqualTo(new Replay.Counts(60, 60, Map.of(Replay.Result.UPDATE, 60L)));
        assertThat(world.reevaluates()).extracting(Reevaluate::objectId).hasSizeGreaterThan(60).contains("u0", "u59");
        assertThat(world.activities()).extracting(Activity::factId).containsExactly("replay/replay-1/asked", "replay/replay-1/ended");
    }
}
