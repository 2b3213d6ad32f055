package dev.lockstep.mapping.shadow;

import dev.lockstep.mapping.desire.AppRules;
import dev.lockstep.mapping.desire.Decider;
import dev.lockstep.mapping.desire.Decision;
import dev.lockstep.mapping.desire.Subject;
import dev.lockstep.mapping.desire.UserMapping;
import dev.lockstep.mapping.planning.AppCatalog.RunningApp;
import dev.lockstep.mapping.planning.Trial;
import dev.lockstep.mapping.shadow.ShadowStore.Entry;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One person by both sets of rules. */
final class Evaluation {
    private Evaluation() {
    }

    static Entry entry(RunningApp app, Trial trial, Subject subject, boolean assigned, @Nullable Decision decision, String stamp,
            boolean live, Instant now) {
        String userName = subject.attributes().get("userPrincipalName") instanceof String text ? text : "";
        return new Entry(subject.objectId(), userName, finding(app.rules(), trial.rules(), subject, assigned, decision, now), stamp, live, now);
    }

    private static Finding finding(AppRules counting, AppRules draft, Subject subject, boolean assigned, @Nullable Decision decision, Instant now) {
        try {
            return Comparison.of(Decider.wish(subject, counting, assigned, decision, now), Decider.wish(subject, draft, assigned, decision, now),
                    decision != null && decision.provisioned());
        } catch (RuntimeException fault) {
            // A fault of this program must neither stop the walk nor hold up what counts.
            return new Finding(Finding.Kind.same, List.of(), List.of(new UserMapping.Failure("", "", "internal",
                    "The comparison of this user failed: " + fault.getClass().getSimpleName() + ".")));
        }
    }
}
