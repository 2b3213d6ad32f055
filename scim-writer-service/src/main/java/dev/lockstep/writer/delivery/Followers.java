package dev.lockstep.writer.delivery;

import dev.lockstep.contracts.AccountOutcome;
import dev.lockstep.contracts.DesiredAccount;
import dev.lockstep.contracts.ObjectType;
import dev.lockstep.writer.account.Row.Standing;
import dev.lockstep.writer.account.RowWrite;
import dev.lockstep.writer.account.WorkTable;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Rows that follow the links of others: accounts and memberships that wait for one, and memberships that are written and must be
 * written again when a group or a member has been made anew. Whoever follows stores that first and looks again then, and whoever
 * links stores that first and looks for those who follow then: so none is missed. Of one batch of outcomes.
 */
final class Followers {
    private final Set<String> linked = new HashSet<>();
    private final Set<String> groups = new HashSet<>();
    private final Set<String> wanted = new HashSet<>();
    private final Map<String, String> written = new HashMap<>();

    /** An attempt has ended and is stored. */
    void stored(Work work, RowWrite.Settle settle) {
        Standing before = work.row().standing();
        String id = settle.standing().targetId();
        // After a lost answer, or a reading before the call, the link may have been stored before.
        boolean lost = work.row().progress().mustRead() || work.row().progress().inDoubt();
        if (id != null && (lost || !id.equals(before.targetId()))) {
            linked.add(work.key());
            boolean another = lost || before.targetId() != null || before.settledVersion() > 0 || work.row().progress().attempts() > 0;
            if (another) {
                linked.add(Standing.hangsOn(work.key()));
            }
            if (work.desired().objectType() == ObjectType.GROUP) {
                groups.add(work.key());
            }
        }
        if (settle.standing().waits()) {
            wanted.addAll(settle.standing().waitsFor());
        }
        Map<String, ? extends @org.jspecify.annotations.Nullable Object> applied = settle.standing().applied();
        if (work.isMembership() && !settle.standing().waitsFor().isEmpty() && !settle.standing().waits() && applied != null) {
            written.put(Edge.member(work), String.valueOf(applied.get(DesiredAccount.MEMBER)));
            written.put(work.desired().slotKey(), String.valueOf(applied.get(DesiredAccount.GROUP)));
        }
    }

    /** An earlier owner stored it, and may have died before it looked for those who follow. */
    void told(AccountOutcome outcome) {
        if (outcome.targetId() != null) {
            String key = DesiredAccount.key(outcome.app(), outcome.objectId());
            linked.addAll(List.of(key, Standing.hangsOn(key)));
            if (outcome.objectType() == ObjectType.GROUP) {
                groups.add(key);
            }
        }
    }

    /** @return whether anything became due */
    boolean wake(WorkTable table, Links links, long now) {
        if (!wanted.isEmpty() || !written.isEmpty()) {
            Set<String> asked = new HashSet<>(wanted);
            asked.addAll(written.keySet());
            Map<String, String> found = table.links(asked);
            found.forEach((key, id) -> {
                links.put(key, id);
                if (wanted.contains(key)) {
                    linked.add(key);
                }
                String then = written.get(key);
                if (then != null && !then.equals(id)) {
                    linked.add(Standing.hangsOn(key));
                    groups.add(key);
                }
            });
        }
        long woken = linked.isEmpty() ? 0 : table.wake(linked, now);
        return woken + (groups.isEmpty() ? 0 : table.wakeMembers(groups, now)) > 0;
    }
}
