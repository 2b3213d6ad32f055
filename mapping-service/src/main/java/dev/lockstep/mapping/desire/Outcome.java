package dev.lockstep.mapping.desire;

import dev.lockstep.contracts.DesiredAccount;
import java.util.List;

/** What deciding came to. */
public sealed interface Outcome {

    /** Store the decision, then publish the desire. */
    record Publish(Decision decision, DesiredAccount desired, List<UserMapping.Failure> failures) implements Outcome {
    }

    /** No account is or was wanted, and that is news: store the decision, then tell the auditor. */
    record Explain(Decision decision) implements Outcome {
    }

    /** Nothing is new. */
    record Same() implements Outcome {
    }
}
