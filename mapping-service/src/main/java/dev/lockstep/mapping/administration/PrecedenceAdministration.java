package dev.lockstep.mapping.administration;

import dev.lockstep.contracts.AccountOutcome.Change;
import dev.lockstep.contracts.Activity;
import dev.lockstep.kit.publish.Publisher;
import dev.lockstep.mapping.directory.Precedence;
import dev.lockstep.mapping.planning.Facts;
import dev.lockstep.mapping.planning.PrecedenceStore;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Sets which source is believed first. The caller gets no answer before the change is recorded, so a crash makes it repeat. */
public final class PrecedenceAdministration {
    private final PrecedenceStore precedences;
    private final AppAdministration apps;
    private final Publisher publisher;
    private final Clock clock;

    public PrecedenceAdministration(PrecedenceStore precedences, AppAdministration apps, Publisher publisher, Clock clock) {
        this.precedences = precedences;
        this.apps = apps;
        this.publisher = publisher;
        this.clock = clock;
    }

    public Precedence current() {
        return precedences.precedence();
    }

    public Precedence set(Precedence next, String by) {
        Precedence before = precedences.precedence();
        precedences.save(next);
        Instant now = clock.instant();
        publisher.publish(List.of(Facts.activity(new Activity("precedence/" + now.toEpochMilli(), now, "admin", "success", null, null,
                null, by, List.of(), "The order in which sources are believed was changed.",
                List.of(new Change("precedence", before.sources(), next.sources())), null, Map.of()))));
        apps.everybodyAgain("Everybody is decided again: the order in which sources are believed was changed.", by);
        return next;
    }
}
