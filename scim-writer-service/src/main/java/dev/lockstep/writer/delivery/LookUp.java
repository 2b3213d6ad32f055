package dev.lockstep.writer.delivery;

import dev.lockstep.contracts.DesiredAccount;
import dev.lockstep.contracts.DesiredAccount.MatchKey;
import dev.lockstep.contracts.ObjectType;
import dev.lockstep.writer.fault.ErrorCode;
import dev.lockstep.writer.fault.Verdict;
import dev.lockstep.writer.reconcile.Reconcile;
import dev.lockstep.writer.scim.Reply;
import dev.lockstep.writer.target.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds the account of a person by our external id and then by the matching attributes, in their order. */
final class LookUp {
    private final Calls calls;
    private final Target target;
    private final Reconcile reconcile;
    private final ReadAhead readAhead;

    LookUp(Calls calls, Target target, Reconcile reconcile, ReadAhead readAhead) {
        this.calls = calls;
        this.target = target;
        this.reconcile = reconcile;
        this.readAhead = readAhead;
    }

    /**
     * @param askTarget whether a listing from before will not do
     */
    Found find(DesiredAccount desired, boolean askTarget) {
        List<MatchKey> keys = keys(desired);
        if (keys.isEmpty()) {
            return new Found.Unclear(ErrorCode.NO_MATCHING_VALUE);
        }
        boolean search = target.profile().filters();
        if (!search || !askTarget && desired.objectType() == ObjectType.USER) {
            ReadAhead.Known known = readAhead.ask(target, desired.objectType(), keys, calls, !search && askTarget, search);
            switch (known) {
                case ReadAhead.Known.Absent absent -> {
                    return new Found.None();
                }
                case ReadAhead.Known.Present present -> {
                    return read(desired.objectType(), present.id(), present.by());
                }
                case ReadAhead.Known.Unknown unknown -> {
                    if (!search) {
                        // A listing that is refused says nothing of this account.
                        Reply failed = unknown.failed();
                        return failed == null || failed.verdict() instanceof Verdict.Permanent ? new Found.Unclear(ErrorCode.CANNOT_LOOK_UP) : new Found.Failed(failed);
                    }
                }
            }
        }
        return search(desired, keys);
    }

    private Found read(ObjectType type, String id, String by) {
        Reply reply = calls.read(type, id);
        Map<String, @Nullable Object> resource = reply.resource();
        if (reply.isDone() && resource != null) {
            return new Found.One(id, resource, by);
        }
        return reply.verdict() instanceof Verdict.Vanished ? new Found.None() : new Found.Failed(reply);
    }

    /** Our own id first: addresses change and are given to others, it does not. */
    private List<MatchKey> keys(DesiredAccount desired) {
        List<MatchKey> keys = new ArrayList<>();
        if (!target.profile().omitExternalId()) {
            Object mapped = desired.attributes().get("externalId");
            keys.add(new MatchKey("externalId", mapped == null ? desired.objectId() : String.valueOf(mapped)));
        }
        for (MatchKey key : desired.matching()) {
            if (!key.value().isEmpty() && keys.stream().noneMatch(k -> k.path().equalsIgnoreCase(key.path()))) {
                keys.add(key);
            }
        }
        return desired.matching().isEmpty() && target.profile().omitExternalId() ? List.of() : keys;
    }

    private Found search(DesiredAccount desired, List<MatchKey> keys) {
        boolean answered = false;
        for (MatchKey key : keys) {
            Reply reply = calls.find(desired.objectType(), key.path(), key.value());
            if (!reply.isDone()) {
                boolean ours = desired.matching().stream().noneMatch(m -> m.path().equalsIgnoreCase(key.path()));
                if (ours && reply.verdict() instanceof Verdict.Permanent) {
                    continue;
                }
                return new Found.Failed(reply);
            }
            answered = true;
            List<Map<String, @Nullable Object>> hits = new ArrayList<>();
            for (Map<String, @Nullable Object> resource : reply.resources()) {
                Object value = reconcile.value(resource, key.path());
                if (value == null || String.valueOf(value).equalsIgnoreCase(key.value())) {
                    hits.add(resource);
                } else {
                    return new Found.Unclear(ErrorCode.FILTER_IGNORED);
                }
            }
            if (hits.size() > 1 || reply.total() > 1) {
                return new Found.Unclear(ErrorCode.DUPLICATE_IN_TARGET);
            }
            if (hits.size() == 1) {
                String id = Reply.idOf(hits.getFirst());
                return id == null ? new Found.Unclear(ErrorCode.CANNOT_LOOK_UP) : new Found.One(id, hits.getFirst(), key.path());
            }
            if (reply.total() != 0) {
                return new Found.Unclear(ErrorCode.CANNOT_LOOK_UP);
            }
        }
        return answered ? new Found.None() : new Found.Unclear(ErrorCode.CANNOT_LOOK_UP);
    }
}
