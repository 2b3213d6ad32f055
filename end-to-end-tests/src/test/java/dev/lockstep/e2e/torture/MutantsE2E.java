package dev.lockstep.e2e.torture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.e2e.torture.MutantProxy.Bug;
import dev.lockstep.e2e.torture.check.Violation;
import dev.lockstep.e2e.torture.cluster.Api;
import dev.lockstep.e2e.torture.story.Event;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The checker is checked on the running system: before four applications stands something that makes the writer one with a
 * known bug, and a courier takes an acknowledgement for granted. Three more bugs are in the services themselves. Each is caught
 * where it is and nowhere else.
 */
class MutantsE2E {
    private static final Map<String, Bug> BUGS = Map.of("no-uniqueness", Bug.BLIND_SECOND_POST, "throttling", Bug.RETRY_AFTER_IGNORED,
            "slow", Bug.OLD_BODY_AGAIN, "lagging-search", Bug.ABSENCE_IS_DELETION);

    @Test
    void real_mutants_are_caught() throws Exception {
        List<MutantProxy> proxies = new ArrayList<>();
        Path work = Path.of("target", "torture", "mutants-" + UUID.randomUUID());
        try {
            Outcome outcome = new Run(Tier.BARE, Long.getLong("torture.seed", 4), Path.of(".."), work, System.out::println, new Run.Between() {
                @Override
                public String application(String app, String url) {
                    Bug bug = BUGS.get(app);
                    if (bug == null) {
                        return url;
                    }
                    proxies.add(MutantProxy.start(bug, url));
                    return proxies.getLast().url();
                }

                @Override
                public Courier courier(Api lockstep) {
                    return new Hasty(lockstep);
                }
            }).run();
            System.out.println(outcome.report());

            assertThat(caught(outcome, "no-uniqueness")).contains("I3", "I5");
            assertThat(caught(outcome, "throttling")).contains("I8");
            assertThat(caught(outcome, "slow")).contains("I4");
            assertThat(caught(outcome, "lagging-search")).contains("I3");
            assertThat(caught(outcome, "")).contains("I1");
            assertThat(caught(outcome, "odd-answers")).doesNotContain("I3", "I4", "I5", "I8");
            Run.remove(work);
        } finally {
            proxies.forEach(MutantProxy::close);
        }
    }

    /** Which bugs are planted can be chosen, {@code -Dtorture.bugs=NO_FENCING} or {@code =none}: what is not planted is not caught. */
    @Test
    void bugs_in_the_services_are_caught() throws Exception {
        String chosen = System.getProperty("torture.bugs", Arrays.toString(PlantedBug.values()));
        Set<PlantedBug> bugs = Stream.of(PlantedBug.values()).filter(bug -> chosen.contains(bug.name())).collect(Collectors.toSet());
        Path work = Path.of("target", "torture", "bugs-" + UUID.randomUUID());
        Outcome outcome = new Run(Tier.TINY, Long.getLong("torture.seed", 4), Path.of(".."), work, System.out::println,
                new Planting(Path.of(".."), work, bugs)).run();
        System.out.println(outcome.report());

        assertThat(Stream.of(PlantedBug.values()).filter(bug -> outcome.violations().stream().anyMatch(v -> shows(bug, v)))).hasSameElementsAs(bugs);
        assertThat(bugs.isEmpty() ? outcome.violations() : List.of()).isEmpty();
        Run.remove(work);
    }

    /** What nothing but this bug leaves behind. */
    private static boolean shows(PlantedBug bug, Violation found) {
        return switch (bug) {
            case COMMIT_BEFORE_SAVE -> found.invariant().equals("I1") && found.app().equals(Run.EVERYBODY) && found.what().contains("was accepted, and no outcome");
            case NO_FENCING -> found.invariant().equals("I4") && found.object().equals(Planting.PERSON);
            case NO_DEDUPLICATION -> found.invariant().equals("I5") && found.what().contains("is in the audit more than once");
        };
    }

    private static Set<String> caught(Outcome outcome, String app) {
        return outcome.violations().stream().filter(v -> v.app().equals(app)).map(Violation::invariant).collect(Collectors.toCollection(HashSet::new));
    }

    /** Every thirtieth batch is reported as accepted although nobody has it: an acknowledgement before the broker. */
    private static final class Hasty extends Courier {
        private final AtomicInteger batches = new AtomicInteger();

        Hasty(Api lockstep) {
            super(lockstep);
        }

        @Override
        Api.Answer post(Api to, List<Event> batch, String body) {
            boolean groups = batch.stream().anyMatch(event -> event.kind() == Event.Kind.GROUP);
            return !groups && batches.incrementAndGet() % 30 == 0
                    ? new Api.Answer(202, "{\"accepted\":" + batch.size() + ",\"duplicates\":0,\"rejected\":[]}") : super.post(to, batch, body);
        }
    }
}
