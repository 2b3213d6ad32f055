package dev.lockstep.writer.delivery;

import dev.lockstep.contracts.AccountOutcome.Action;
import dev.lockstep.contracts.AppConfig.TargetProfile;
import dev.lockstep.contracts.ObjectType;
import dev.lockstep.writer.account.Row;
import dev.lockstep.writer.fault.ErrorCode;
import dev.lockstep.writer.fault.RetryPlan;
import dev.lockstep.writer.reconcile.Reconcile;
import dev.lockstep.writer.scim.TooLate;
import dev.lockstep.writer.target.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Chooses how work is attempted: an account or a group by itself, memberships of one group together. */
final class Attempts {
    private static final Logger log = LoggerFactory.getLogger(Attempts.class);

    private final Reconcile reconcile;
    private final RetryPlan plan;

    Attempts(Reconcile reconcile, RetryPlan plan) {
        this.reconcile = reconcile;
        this.plan = plan;
    }

    /**
     * @param works one, or memberships of one group
     * @param ended is told the end of each exactly once
     */
    void run(List<Work> works, Target target, Calls calls, ReadAhead readAhead, Surroundings around, BiConsumer<Work, Ending> ended) {
        List<Work> open = new ArrayList<>(works);
        BiConsumer<Work, Ending> once = (work, ending) -> {
            open.remove(work);
            ended.accept(work, ending);
        };
        try {
            if (works.getFirst().isMembership()) {
                new MembershipAttempt(works, target.profile(), calls, around, once).run();
            } else {
                once.accept(works.getFirst(), account(works.getFirst(), target, calls, readAhead, around));
            }
        } catch (TooLate e) {
            List.copyOf(open).forEach(work -> once.accept(work, new Ending.Parked()));
        } catch (RuntimeException e) {
            // The store is away, or a fault of ours: the account is read before anything is written again.
            log.atError().addKeyValue("operation", works.getFirst().intent().opId()).addKeyValue("fault", e.getClass().getName())
                    .addKeyValue("at", e.getStackTrace().length == 0 ? "?" : e.getStackTrace()[0]).log("attempt broke off");
            List.copyOf(open).forEach(work -> once.accept(work, brokenOff(work, target, around.now())));
        }
    }

    private Ending account(Work work, Target target, Calls calls, ReadAhead readAhead, Surroundings around) {
        ObjectType type = work.desired().objectType();
        TargetProfile profile = Profiles.of(target.profile(), type);
        LookUp lookUp = new LookUp(calls, target, reconcile, readAhead);
        Row.Doubt doubt = work.row().doubt();
        return doubt == null ? new Attempt(work, profile, calls, lookUp, reconcile, around).run()
                : new Recall(work, doubt, profile, calls, lookUp, reconcile, around).run();
    }

    private Ending brokenOff(Work work, Target target, long now) {
        var before = work.row().progress();
        long doubtSince = work.row().standing().targetId() == null && !before.inDoubt() ? now : before.doubtSince();
        RetryPlan own = plan.with(target.config().policies().retry());
        Long wait = new Failures(own).after(before.attempts() + 1, work.row().standing().failingSince(), now);
        return new Ending.Again(ErrorCode.BROKEN_OFF, wait == null ? own.waits().getLast().toMillis() : wait,
                new Row.Progress(before.part(), before.attempts() + 1, doubtSince, before.looks(), true), false, work.row().standing().targetId(),
                work.row().standing().applied(), Action.NONE, List.of(), null);
    }
}
