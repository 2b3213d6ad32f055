package dev.lockstep.writer.delivery;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Approvals in memory; passes the same contract as the real ones. */
public final class InMemoryApprovals implements Approvals {
    private final Map<String, Approval> approvals = new ConcurrentHashMap<>();

    @Override
    public Optional<Approval> of(String app) {
        return Optional.ofNullable(approvals.get(app));
    }

    @Override
    public void put(String app, Approval approval) {
        approvals.put(app, approval);
    }

    @Override
    public void clear(String app) {
        approvals.remove(app);
    }
}
