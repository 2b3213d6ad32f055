package dev.lockstep.store;

import java.nio.ByteBuffer;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.WriteBuffer;
import org.h2.mvstore.type.BasicDataType;

/** How documents lie in a page: as BSON, not as objects, so that readers never share a document with a writer. */
final class DocumentType extends BasicDataType<byte[]> {

    static final DocumentType INSTANCE = new DocumentType();

    private static final int OBJECT_OVERHEAD = 24;

    @Override
    public int getMemory(byte[] bson) {
        return OBJECT_OVERHEAD + bson.length;
    }

    @Override
    public boolean isMemoryEstimationAllowed() {
        return false;
    }

    @Override
    public void write(WriteBuffer buffer, byte[] bson) {
        buffer.putVarInt(bson.length).put(bson);
    }

    @Override
    public byte[] read(ByteBuffer buffer) {
        byte[] bson = new byte[DataUtils.readVarInt(buffer)];
        buffer.get(bson);
        return bson;
    }

    @Override
    public byte[][] createStorage(int size) {
        return new byte[size][];
    }
}
