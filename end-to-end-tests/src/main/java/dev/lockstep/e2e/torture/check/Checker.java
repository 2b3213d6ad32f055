package dev.lockstep.e2e.torture.check;

import dev.lockstep.e2e.torture.story.Event;
import dev.lockstep.e2e.torture.story.Model;
import java.util.ArrayList;
import java.util.List;

/** Judges a run: every invariant, every violation. */
public final class Checker {
    private Checker() {
    }

    /** @return what must not be; empty when all is well */
    public static List<Violation> check(Evidence evidence) {
        List<Event> accepted = evidence.story().happened().stream().filter(e -> evidence.accepted().contains(e.cause())).toList();
        Model model = new Model(evidence.story().groups(), accepted);
        List<Violation> found = new ArrayList<>();
        found.addAll(Changes.check(evidence, model, accepted));
        for (Application application : evidence.applications()) {
            found.addAll(States.check(application, model));
            found.addAll(GroupStates.check(application, model, evidence.story().grouped().contains(application.name())));
            found.addAll(Order.check(application));
            found.addAll(Effects.check(application, evidence.facts()));
            found.addAll(MembershipEffects.check(application, evidence.facts()));
            found.addAll(Manners.check(application, evidence.blows()));
        }
        found.addAll(Effects.unique(evidence.facts()));
        evidence.leaks().forEach((where, what) -> found.add(new Violation("I10", "", where, what)));
        evidence.bounds().forEach((where, what) -> found.add(new Violation("I11", "", where, what)));
        if (evidence.restSeconds() < 0 || evidence.restSeconds() > evidence.restLimitSeconds()) {
            found.add(new Violation("I12", "", "system", evidence.restSeconds() < 0
                    ? "did not come to rest within " + evidence.restLimitSeconds() + " s"
                    : "came to rest after " + evidence.restSeconds() + " s, allowed are " + evidence.restLimitSeconds()));
        }
        return found;
    }
}
