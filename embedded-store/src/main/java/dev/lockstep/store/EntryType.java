package dev.lockstep.store;

import java.nio.ByteBuffer;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.WriteBuffer;
import org.h2.mvstore.type.BasicDataType;

/** What an index entry holds besides its key: where in the key the document's own key begins. */
final class EntryType extends BasicDataType<Integer> {

    static final EntryType INSTANCE = new EntryType();

    @Override
    public int getMemory(Integer offset) {
        return 16;
    }

    @Override
    public void write(WriteBuffer buffer, Integer offset) {
        buffer.putVarInt(offset);
    }

    @Override
    public Integer read(ByteBuffer buffer) {
        return DataUtils.readVarInt(buffer);
    }

    @Override
    public Integer[] createStorage(int size) {
        return new Integer[size];
    }
}
