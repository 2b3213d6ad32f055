package dev.lockstep.mapping.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.contracts.AccountOutcome;
import dev.lockstep.contracts.AccountOutcome.Action;
import dev.lockstep.contracts.Activity;
import dev.lockstep.contracts.DesiredAccount;
import dev.lockstep.contracts.Lane;
import dev.lockstep.contracts.ObjectType;
import dev.lockstep.contracts.Reevaluate;
import dev.lockstep.contracts.Topic;
import dev.lockstep.kit.publish.NotPublished;
import dev.lockstep.mapping.app.App;
import dev.lockstep.mapping.app.Job;
import dev.lockstep.mapping.desire.Asked;
import dev.lockstep.mapping.fakes.Changes;
import dev.lockstep.mapping.fakes.InMemoryReplays;
import dev.lockstep.mapping.fakes.World;
import dev.lockstep.mapping.fakes.World.Crash;
import dev.lockstep.mapping.replay.Item.Wanted;
import dev.lockstep.mapping.replay.Replay.Kind;
import dev.lockstep.mapping.replay.Replay.Result;
import dev.lockstep.mapping.replay.Replay.State;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Replays through the whole service without store and broker, on a clock that only the test moves. */
class ReplayRunnerTest {
    private static final String ID = Asked.REPLAY + "1";
    private final World world = new World();
    private final InMemoryReplays store = new InMemoryReplays();
    private Instant now = Changes.AT;
    private final Clock clock = ((InstantSource) () -> now).withZone(ZoneOffset.UTC);
    private final Set<String> answered = new HashSet<>();

    private ReplayRunner runner(String name) {
        return new ReplayRunner(store, world.catalog, world, clock, name);
    }

    private Replay replay() {
        return store.byId(ID).orElseThrow();
    }

    private void people(String app, int count, int perSecond) {
        world.app(app, true, true);
        world.handle(IntStream.range(0, count).mapToObj(n -> Changes.user("u%04d".formatted(n)).upsert("1", null, Map.of("userPrincipalName", n + "@x")))
                .toArray(dev.lockstep.contracts.DirectoryChange[]::new));
        world.published.clear();
        open(perSecond);
        add(app, count);
    }

    private void open(int perSecond) {
        store.open(Replay.collecting(ID, Kind.FAILURES, Map.of("code", "x"), null, perSecond, "ann", now));
    }

    private void add(String app, int count) {
        store.add(ID, IntStream.range(0, count).mapToObj(n -> new Wanted(app, "u%04d".formatted(n), "f" + n)).toList());
    }

    private void job(String app, UnaryOperator<Job> change) {
        App stored = world.apps.byId(app).orElseThrow();
        world.apps.save(stored.changed(draft -> draft.job(change.apply(stored.job())), new Activity("job", Changes.AT, "job", "success", app, null, null,
                "ann", List.of(), "The job changed.", List.of(), null, Map.of()), null).with(App.Outbox.EMPTY));
    }

    /** The writer answers every desire that it has not answered. */
    private void answer(AccountOutcome.Result result, Action action) {
        List<Item.Settled> settled = world.desires().stream().filter(d -> Asked.isReplay(d.requestId()) && answered.add(d.key() + "/" + d.version()))
                .map(d -> Settling.of(outcome(d, result, action))).toList();
        store.settle(settled);
        store.settle(world.replayed.stream().map(item -> Settling.of(item, now)).toList());
    }

    private static AccountOutcome outcome(DesiredAccount d, AccountOutcome.Result result, Action action) {
        AccountOutcome.@Nullable Failure failure = result == AccountOutcome.Result.RETRYING || result == AccountOutcome.Result.REFUSED
                ? new AccountOutcome.Failure("transient", "server-error", "It failed.", null) : null;
        return new AccountOutcome("f", d.app(), ObjectType.USER, d.objectId(), "", null, result, action, d.version(), null, "", List.of(), d.lane(), null,
                d.requestId(), d.initiator(), List.of(), List.of(), failure, null, 1,
                new AccountOutcome.Timings(d.sourceAt(), d.acceptedAt(), Changes.AT, Changes.AT));
    }

    private void steps(ReplayRunner runner, int count) {
        for (int i = 0; i < count; i++) {
            now = now.plusMillis(100);
            runner.step();
            world.handleReevaluates();
            answer(AccountOutcome.Result.APPLIED, Action.UPDATE);
        }
    }

    @Test
    void every_item_is_decided_again_and_the_counts_are_exact() {
        people("ping", 300, 1000);
        store.begin(ID, now);

        steps(runner("one"), 40);

        assertThat(replay().state()).isEqualTo(State.DONE);
        assertThat(replay().counts()).isEqualTo(new Replay.Counts(300, 300, Map.of(Result.UPDATE, 300L)));
        assertThat(world.desires()).hasSize(300).allMatch(d -> d.version() == 2 && d.lane() == Lane.REPLAY && ID.equals(d.requestId()) && d.initiator().equals("ann"));
        assertThat(world.activities()).extracting(Activity::factId).containsExactly("replay/" + ID + "/asked", "replay/" + ID + "/ended");
        assertThat(world.activities().getLast().detail()).containsEntry("done", 300L).containsEntry("results", Map.of("update", 300L));
    }

    @Test
    void groups_and_memberships_are_decided_again_as_what_they_are() {
        world.groupApp("ping", true);
        Changes staff = Changes.group("staff");
        world.handle(staff.upsert("1", 1L, Map.of("displayName", "Staff")), staff.add("2", 1L, "ada", "bob"));
        world.handle(staff.remove("3", 2L, "bob"));
        world.published.clear();
        open(1000);
        store.add(ID, List.of(new Wanted("ping", "staff", "f1"), new Wanted("ping", "staff/ada", "f2"), new Wanted("ping", "staff/bob", "f3"),
                new Wanted("ping", "staff/never", "f4")));
        List<Foresight.Foreseen> foreseen = new Foresight(world.catalog, world.objects, world.memberships, world.entitlements, world.decisions, world.precedences, clock)
                .of(List.of(new Foresight.Account("ping", "staff"), new Foresight.Account("ping", "staff/ada"), new Foresight.Account("ping", "staff/bob"),
                        new Foresight.Account("ping", "staff/never")));
        store.begin(ID, now);

        steps(runner("one"), 10);

        List<String> expected = List.of("GROUP staff PRESENT 2", "MEMBERSHIP staff/ada PRESENT 2", "MEMBERSHIP staff/bob DELETED 3");
        assertThat(world.desires()).allMatch(d -> ID.equals(d.requestId())).extracting(ReplayRunnerTest::shown).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(foreseen.stream().map(Foresight.Foreseen::desired).filter(java.util.Objects::nonNull).map(ReplayRunnerTest::shown)).containsExactlyElementsOf(expected);
        assertThat(replay().counts()).isEqualTo(new Replay.Counts(4, 4, Map.of(Result.UPDATE, 3L, Result.NOTHING, 1L)));
    }

    private static String shown(DesiredAccount d) {
        return d.objectType() + " " + d.objectId() + " " + d.state() + " " + d.version();
    }

    @Test
    void the_rate_is_kept_and_nothing_is_sent_after_cancelling() {
        people("ping", 300, 20);
        store.begin(ID, now);
        ReplayRunner runner = runner("one");
        steps(runner, 50);
        assertThat(world.desires().size()).isBetween(99, 102);

        store.cancel(ID, "bob", now);
        int sent = world.desires().size();
        steps(runner, 30);

        assertThat(world.desires()).hasSize(sent);
        assertThat(replay().counts().done()).isEqualTo(sent);
        assertThat(replay().counts().sent()).isEqualTo(sent);
        assertThat(world.activities()).extracting(Activity::factId).containsExactly("replay/" + ID + "/asked", "replay/" + ID + "/cancelled");
        assertThat(world.activities().getLast().initiator()).isEqualTo("bob");
    }

    @Test
    void another_replica_goes_on_when_one_dies_between_publishing_and_remembering() {
        people("ping", 100, 1000);
        store.begin(ID, now);
        ReplayRunner first = runner("one");
        first.step();
        now = now.plusMillis(100);
        world.dieAt(Crash.AFTER_PUBLISH, 1);
        assertThatThrownBy(first::step).isInstanceOf(NotPublished.class);
        ReplayRunner second = runner("two");
        steps(second, 5);
        assertThat(replay().state()).isEqualTo(State.RUNNING);

        now = now.plus(ReplayRunner.HOLD);
        steps(second, 40);

        assertThat(replay().state()).isEqualTo(State.DONE);
        assertThat(replay().counts().results()).isEqualTo(Map.of(Result.UPDATE, 100L));
    }

    @Test
    void an_app_that_stands_still_holds_up_no_other_and_is_named() {
        people("ping", 50, 1000);
        world.app("pong", true, true);
        job("pong", Job::pause);
        add("pong", 50);
        store.begin(ID, now);
        ReplayRunner runner = runner("one");

        steps(runner, 30);

        assertThat(replay().state()).isEqualTo(State.RUNNING);
        assertThat(replay().counts()).isEqualTo(new Replay.Counts(100, 50, Map.of(Result.UPDATE, 50L)));
        assertThat(replay().waitsFor()).singleElement().satisfies(wait -> {
            assertThat(wait.app()).isEqualTo("pong");
            assertThat(wait.reason()).isEqualTo("paused");
        });
        job("pong", job -> job.start(java.util.Objects.requireNonNull(job.current())));
        steps(runner, 30);
        assertThat(replay().state()).isEqualTo(State.DONE);
        assertThat(replay().waitsFor()).isEmpty();
    }

    @Test
    void what_was_never_wanted_is_gone_or_is_of_no_app_settles_as_nothing() {
        world.app("ping", false, true);
        world.handle(Changes.user("u0000").upsert("1", null, Map.of("userPrincipalName", "0@x")));
        world.published.clear();
        open(1000);
        add("ping", 2);
        add("none", 1);
        store.begin(ID, now);

        steps(runner("one"), 20);

        assertThat(replay().state()).isEqualTo(State.DONE);
        assertThat(replay().counts().results()).isEqualTo(Map.of(Result.NOTHING, 3L));
        assertThat(store.items(ID, null, null, 9)).extracting(Item::code).containsExactly("app-removed", null, null);
    }

    @Test
    void a_lost_answer_is_asked_for_once_more() {
        people("ping", 5, 1000);
        store.begin(ID, now);
        ReplayRunner runner = runner("one");
        for (int i = 0; i < 10; i++) {
            now = now.plusSeconds(1);
            runner.step();
        }
        world.published.clear();
        now = now.plusSeconds(31);
        runner.step();
        assertThat(replay().waitsFor()).singleElement().satisfies(wait -> assertThat(wait.reason()).isEqualTo("writer"));
        assertThat(world.all(Reevaluate.class)).isEmpty();

        now = now.plus(Duration.ofMinutes(10));
        steps(runner, 20);

        assertThat(replay().state()).isEqualTo(State.DONE);
        assertThat(replay().counts().results()).isEqualTo(Map.of(Result.UPDATE, 5L));
    }

    @Test
    void a_first_failed_attempt_counts_until_a_later_one_succeeds() {
        people("ping", 2, 1000);
        store.begin(ID, now);
        ReplayRunner runner = runner("one");
        now = now.plusSeconds(1);
        runner.step();
        now = now.plusSeconds(1);
        runner.step();
        world.handleReevaluates();
        answer(AccountOutcome.Result.RETRYING, Action.UPDATE);
        now = now.plusSeconds(1);
        runner.step();
        runner.step();
        assertThat(replay().state()).isEqualTo(State.DONE);
        assertThat(replay().counts().failed()).isEqualTo(2);
        assertThat(store.items(ID, Result.FAILED, null, 9)).extracting(Item::code).containsExactly("server-error", "server-error");

        DesiredAccount one = world.desires().getFirst();
        store.settle(List.of(Settling.of(outcome(one, AccountOutcome.Result.APPLIED, Action.CREATE))));
        runner.step();

        assertThat(replay().counts().results()).isEqualTo(Map.of(Result.FAILED, 1L, Result.CREATE, 1L));

        store.settle(List.of(Settling.of(outcome(one, AccountOutcome.Result.APPLIED, Action.UPDATE))));
        runner.step();

        assertThat(replay().counts().results()).as("its manager was written afterwards").isEqualTo(Map.of(Result.FAILED, 1L, Result.CREATE, 1L));
        assertThat(world.activities()).extracting(Activity::factId).containsExactly("replay/" + ID + "/asked", "replay/" + ID + "/ended");
    }

    @Test
    void of_two_replays_in_one_batch_each_hears_what_became_of_it() {
        people("ping", 1, 1000);
        decide(ask("replay-a", Lane.REPLAY), ask("replay-b", Lane.REPLAY));
        assertThat(world.desires()).singleElement().satisfies(d -> assertThat(d.requestId()).isEqualTo("replay-b"));
        assertThat(world.replayed).singleElement().satisfies(item -> {
            assertThat(item.replayId()).isEqualTo("replay-a");
            assertThat(item.superseded()).isTrue();
        });
    }

    @Test
    void who_waits_for_an_answer_gets_it_before_a_replay() {
        people("ping", 1, 1000);
        decide(ask("r1", Lane.ON_DEMAND), ask("replay-b", Lane.REPLAY));
        assertThat(world.desires()).singleElement().satisfies(d -> {
            assertThat(d.requestId()).isEqualTo("r1");
            assertThat(d.lane()).isEqualTo(Lane.ON_DEMAND);
        });
        assertThat(world.replayed).singleElement().satisfies(item -> assertThat(item.superseded()).isTrue());
    }

    private static Reevaluate ask(String requestId, Lane lane) {
        return new Reevaluate(ObjectType.USER, "u0000", "ping", List.of(), lane, null, requestId, "ann");
    }

    private void decide(Reevaluate... asks) {
        world.decide().handle(java.util.Arrays.stream(asks).map(ask -> world.put(Topic.DIRECTORY_REEVALUATE, ask.objectId(), ask)).toList());
    }
}
