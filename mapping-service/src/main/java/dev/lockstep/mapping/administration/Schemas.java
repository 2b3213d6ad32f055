package dev.lockstep.mapping.administration;

import dev.lockstep.contracts.AccountOutcome.Change;
import dev.lockstep.kit.web.Problem;
import java.util.List;

/** Synchronization schemas in Microsoft Graph's JSON shape. */
public interface Schemas {
    /** Everything that is wrong with it, each with a JSON pointer; empty when it can be used. */
    List<Problem.Detail> problems(String schema);

    /** What a change of a usable schema changed: expressions by target attribute, and the scoping filters. */
    List<Change> changes(String before, String after);
}
