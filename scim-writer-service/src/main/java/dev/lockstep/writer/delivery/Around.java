package dev.lockstep.writer.delivery;

import dev.lockstep.contracts.AppConfig;
import dev.lockstep.writer.account.RowWrite;
import dev.lockstep.writer.account.WorkTable;
import dev.lockstep.writer.fault.ErrorCode;
import dev.lockstep.writer.fault.RetryPlan;
import dev.lockstep.writer.fault.Verdict;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rest of the world as one attempt sees it. */
final class Around implements Surroundings {
    private static final long LONGER_MILLIS = 3_000;

    private final AppLane lane;
    private final WorkTable table;
    private final Ownership ownership;
    private final Claims claims;
    private final Lanes lanes;
    private final Links links;
    private final RetryPlan plan;
    private final RemovalGuard guard;
    private final Clock clock;

    Around(AppLane lane, WorkTable table, Ownership ownership, Claims claims, Lanes lanes, Links links, RetryPlan plan, RemovalGuard guard,
            Clock clock) {
        this.lane = lane;
        this.table = table;
        this.ownership = ownership;
        this.claims = claims;
        this.lanes = lanes;
        this.links = links;
        this.plan = plan;
        this.guard = guard;
        this.clock = clock;
    }

    @Override
    public long now() {
        return clock.millis();
    }

    @Override
    public @Nullable String link(String key) {
        String known = links.get(key);
        Work active = known == null ? lanes.active(key) : null;
        return active == null ? known : active.row().standing().targetId();
    }

    @Override
    public boolean isLinkedElsewhere(Work work, String targetId) {
        return table.linkedTo(work.row().app(), targetId).filter(key -> !key.equals(work.key())).isPresent();
    }

    @Override
    public boolean mayWrite(Work work) {
        if (!lane.before()) {
            return false;
        }
        if (ownership.epoch(work.row().slot()) != work.epoch()) {
            return false;
        }
        long now = clock.millis();
        if (now <= work.intent().startBy()) {
            return true;
        }
        RowWrite.Claim renewed = claims.renewed(work, now + LONGER_MILLIS);
        if (!table.write(List.of(renewed)).isEmpty()) {
            return false;
        }
        work.renewed(renewed.intent());
        return true;
    }

    @Override
    public boolean learned(Work work, String targetId, Map<String, @Nullable Object> applied) {
        return table.write(List.of(new RowWrite.Learned(work.key(), work.intent().opId(), work.epoch(), targetId, applied))).isEmpty();
    }

    @Override
    public boolean isProtected(Work work) {
        return RemovalGuard.protects(work, lane.target().config().removalThreshold());
    }

    @Override
    public boolean mayRemove(Work work) {
        return guard.admits(work, lane.target().config().removalThreshold());
    }

    @Override
    public AppConfig.Confirm confirmEffect() {
        return lane.target().config().policies().confirmEffect();
    }

    @Override
    public boolean isAppWide(ErrorCode code) {
        return lane.isAppWide(code);
    }

    @Override
    public void throttled(Verdict.Throttled verdict) {
        lane.throttle(verdict);
    }

    @Override
    public void created(Map<String, @Nullable Object> body, String targetId) {
        lane.readAhead().created(body, targetId);
    }

    @Override
    public Failures failures() {
        return new Failures(plan.with(lane.target().config().policies().retry()));
    }
}
