package dev.lockstep.store;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.WriteBuffer;
import org.h2.mvstore.type.BasicDataType;

/** How keys lie in a page: sorted neighbours share their beginnings, so only the rest of each is written. */
final class KeyType extends BasicDataType<Key> {

    static final KeyType INSTANCE = new KeyType();

    private static final int OBJECT_OVERHEAD = 48;

    @Override
    public int compare(Key left, Key right) {
        return left.compareTo(right);
    }

    @Override
    public int getMemory(Key key) {
        return OBJECT_OVERHEAD + key.bytes().length;
    }

    @Override
    public boolean isMemoryEstimationAllowed() {
        return false;
    }

    @Override
    public void write(WriteBuffer buffer, Key key) {
        buffer.putVarInt(key.bytes().length).put(key.bytes());
    }

    @Override
    public Key read(ByteBuffer buffer) {
        byte[] bytes = new byte[DataUtils.readVarInt(buffer)];
        buffer.get(bytes);
        return new Key(bytes);
    }

    @Override
    public void write(WriteBuffer buffer, Object storage, int length) {
        Key[] keys = (Key[]) storage;
        byte[] previous = Key.LOWEST.bytes();
        for (int i = 0; i < length; i++) {
            byte[] bytes = keys[i].bytes();
            int shared = sharedBeginning(previous, bytes);
            buffer.putVarInt(shared).putVarInt(bytes.length - shared).put(bytes, shared, bytes.length - shared);
            previous = bytes;
        }
    }

    @Override
    public void read(ByteBuffer buffer, Object storage, int length) {
        Key[] keys = (Key[]) storage;
        byte[] previous = Key.LOWEST.bytes();
        for (int i = 0; i < length; i++) {
            int shared = DataUtils.readVarInt(buffer);
            int rest = DataUtils.readVarInt(buffer);
            byte[] bytes = Arrays.copyOf(previous, shared + rest);
            buffer.get(bytes, shared, rest);
            keys[i] = new Key(bytes);
            previous = bytes;
        }
    }

    @Override
    public Key[] createStorage(int size) {
        return new Key[size];
    }

    private static int sharedBeginning(byte[] left, byte[] right) {
        int mismatch = Arrays.mismatch(left, right);
        return mismatch < 0 ? left.length : mismatch;
    }
}
