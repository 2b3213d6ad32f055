package dev.lockstep.store;

import org.jspecify.annotations.Nullable;

/**
 * Entries from {@code from} (included) to {@code to} (excluded).
 *
 * @param mergeFrom where in the key the order begins that a merge of several ranges must keep
 */
record KeyRange(byte[] from, @Nullable Key to, int mergeFrom) {

    static final KeyRange ALL = new KeyRange(new byte[0], null, 0);

    static KeyRange prefix(byte[] prefix, int mergeFrom) {
        byte[] after = OrderedBytes.after(prefix);
        return new KeyRange(prefix, after == null ? null : new Key(after), mergeFrom);
    }
}
