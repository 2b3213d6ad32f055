package dev.lockstep.writer.delivery;

import dev.lockstep.contracts.AppConfig;
import dev.lockstep.contracts.DesiredAccount;
import dev.lockstep.contracts.ObjectType;
import dev.lockstep.writer.account.Row;
import dev.lockstep.writer.account.RowWrite;
import dev.lockstep.writer.account.WorkTable;
import dev.lockstep.writer.fault.ErrorCode;
import dev.lockstep.writer.fault.RetryPlan;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The rest of the world as one attempt sees it. */
final class Around implements Surroundings {
    private static final long LONGER_MILLIS = 3_000;
    private static final long FRESH_MILLIS = 500;

    private final AppLane lane;
    private final WorkTable table;
    private final Ownership ownership;
    private final Claims claims;
    private final Lanes lanes;
    private final Links links;
    private final RetryPlan plan;
    private final RemovalGuard guard;
    private final Clock clock;
    /** Who is in the call that was permitted last; an attempt makes one at a time. */
    private List<Work> permitted = List.of();
    private long permittedAt;

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
        return table.linkedTo(work.row().app(), work.desired().objectType(), targetId).filter(key -> !key.equals(work.key())).isPresent();
    }

    @Override
    public boolean mayWrite(Work work) {
        return !mayWrite(List.of(work)).isEmpty();
    }

    @Override
    public List<Work> mayWrite(List<Work> works) {
        if (!lane.before()) {
            return List.of();
        }
        long now = clock.millis();
        Map<Work, RowWrite.Claim> late = new LinkedHashMap<>();
        List<Work> may = new ArrayList<>(works);
        may.removeIf(work -> ownership.epoch(work.row().slot()) != work.epoch());
        for (Work work : may) {
            if (now > work.intent().startBy()) {
                late.put(work, claims.renewed(work, now + LONGER_MILLIS));
            }
        }
        if (!late.isEmpty()) {
            Set<String> refused = table.write(List.copyOf(late.values()));
            late.forEach((work, renewed) -> {
                if (refused.contains(work.key())) {
                    may.remove(work);
                } else {
                    work.renewed(renewed.intent());
                }
            });
            if (!lane.isFree()) {
                // The store took its time, and the target asked for patience meanwhile.
                return List.of();
            }
        }
        permitted = List.copyOf(may);
        permittedAt = clock.millis();
        return may;
    }

    /** A process that was stopped, and wakes up, must not send what another one has taken over. */
    boolean isTimely() {
        long now = clock.millis();
        return permitted.stream().allMatch(work -> now <= work.intent().startBy()) && (now - permittedAt < FRESH_MILLIS || lane.isFree());
    }

    @Override
    public Map<String, String> links(Collection<String> keys) {
        return table.links(keys);
    }

    @Override
    public boolean isHeld(String key) {
        Row row = table.read(List.of(key)).get(key);
        return row != null && row.wish() != null && row.wish().account().state() == DesiredAccount.State.DELETED && !row.isOpen()
                && (row.standing().state() == Row.State.HELD || row.standing().lastError() != null && row.standing().lastError().type().equals("hold"));
    }

    @Override
    public void showedMembers() {
        lane.showsMembers(true);
    }

    @Override
    public boolean showsMembers() {
        return lane.showsMembers();
    }

    @Override
    public void vanished(String key, String targetId) {
        Row row = table.read(List.of(key)).get(key);
        if (row != null && !row.isOpen() && targetId.equals(row.standing().targetId())) {
            table.write(List.of(new RowWrite.Reread(key, row.version(), targetId, row.progress().part() + 1, clock.millis())));
        }
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
    public void created(ObjectType type, Map<String, @Nullable Object> body, String targetId) {
        lane.readAhead().created(type, body, targetId);
    }

    @Override
    public Failures failures() {
        return new Failures(plan.with(lane.target().config().policies().retry()));
    }
}
