package dev.lockstep.store;

import de.bwaldvogel.mongo.bson.BinData;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.wire.bson.BsonDecoder;
import de.bwaldvogel.mongo.wire.bson.BsonEncoder;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.util.concurrent.FastThreadLocal;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Documents to bytes and back. */
final class Bson {

    private static final int KEPT_BUFFER = 1 << 20;

    private static final FastThreadLocal<ByteBuf> SCRATCH = new FastThreadLocal<>() {
        @Override
        protected ByteBuf initialValue() {
            return Unpooled.buffer(4096);
        }
    };

    private Bson() {}

    static byte[] encode(Document document) {
        ByteBuf buffer = SCRATCH.get().clear();
        BsonEncoder.encodeDocument(document, buffer);
        byte[] bson = Arrays.copyOf(buffer.array(), buffer.writerIndex());
        if (buffer.capacity() > KEPT_BUFFER) {
            SCRATCH.remove();
        }
        return bson;
    }

    static Document decode(byte[] bson) {
        return BsonDecoder.decodeBson(Unpooled.wrappedBuffer(bson));
    }

    /** About how many bytes a value takes, without writing it: right within the width of a character. */
    static long roughSize(@Nullable Object value) {
        return switch (value) {
            case String text -> 5 + text.length();
            case Map<?, ?> document -> {
                long size = 5;
                for (Map.Entry<?, ?> entry : document.entrySet()) {
                    size += 2 + ((String) entry.getKey()).length() + roughSize(entry.getValue());
                }
                yield size;
            }
            case Collection<?> array -> 5 + array.stream().mapToLong(element -> 4 + roughSize(element)).sum();
            case BinData data -> 5 + data.getData().length;
            case null, default -> 8;
        };
    }
}
