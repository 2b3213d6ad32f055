package dev.lockstep.writer.account;

import dev.lockstep.contracts.DesiredAccount;
import dev.lockstep.contracts.Lane;
import dev.lockstep.contracts.codec.Codec;
import dev.lockstep.writer.account.Row.Wish;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Why a settled account is taken to its desire once more although nothing newer was desired: a reconciliation found that it is not
 * as it should be. Lies over the newest desire until that has its outcome.
 *
 * @param run the reconciliation
 * @param leave SCIM paths that are not to be written this time
 */
public record Recheck(String run, Set<String> leave) {
    public Recheck {
        leave = Set.copyOf(leave);
    }

    /** The desire as it is to be carried out: after all live traffic, on behalf of the reconciliation, without what is left alone. */
    public Wish over(Wish wish) {
        DesiredAccount d = wish.account();
        Map<String, @Nullable Object> attributes = new LinkedHashMap<>(d.attributes());
        attributes.keySet().removeAll(leave);
        Map<String, String> references = new LinkedHashMap<>(d.references());
        references.keySet().removeAll(leave);
        Set<String> cleared = new LinkedHashSet<>(d.cleared());
        cleared.removeAll(leave);
        DesiredAccount over = new DesiredAccount(d.app(), d.objectType(), d.objectId(), d.state(), d.version(), d.userName(), attributes, d.onCreateOnly(),
                cleared, references, d.matching(), d.reason(), d.hash(), d.causes(), Lane.REPLAY, null, run, "reconciliation:" + run, d.sourceAt(),
                d.acceptedAt(), d.conditions());
        return new Wish(over, Codec.encode(Codec.envelope(d.key() + "@" + d.version() + "/" + run, "writer", d.key(), d.acceptedAt(), over)));
    }
}
