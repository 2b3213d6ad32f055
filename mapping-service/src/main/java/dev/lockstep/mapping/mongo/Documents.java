package dev.lockstep.mapping.mongo;

import com.mongodb.bulk.BulkWriteResult;
import com.mongodb.MongoBulkWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.WriteModel;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.bson.types.Decimal128;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.OptimisticLockingFailureException;

/** Between plain trees and what the store holds, and guarded batches. */
final class Documents {
    private static final int DUPLICATE_KEY = 11000;
    private static final BulkWriteOptions UNORDERED = new BulkWriteOptions().ordered(false);

    private Documents() {
    }

    /**
     * Writes a batch in which each write is guarded by what was read before.
     *
     * @throws OptimisticLockingFailureException when a guard did not hold; the caller's batch comes again and reads anew
     */
    static void guarded(MongoCollection<Document> collection, List<WriteModel<Document>> writes) {
        try {
            BulkWriteResult result = collection.bulkWrite(writes, UNORDERED);
            if (result.getMatchedCount() + result.getUpserts().size() < writes.size()) {
                throw new OptimisticLockingFailureException("another writer came first on " + collection.getNamespace().getCollectionName());
            }
        } catch (MongoBulkWriteException e) {
            if (!e.getWriteErrors().isEmpty() && e.getWriteErrors().stream().allMatch(error -> error.getCode() == DUPLICATE_KEY)) {
                throw new OptimisticLockingFailureException("another writer came first on " + collection.getNamespace().getCollectionName());
            }
            throw e;
        }
    }

    static Document bson(Map<String, ?> tree) {
        Document document = new Document();
        tree.forEach((name, value) -> document.put(name, value(value)));
        return document;
    }

    private static @Nullable Object value(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case Map<?, ?> map -> {
                Document document = new Document();
                map.forEach((name, field) -> document.put((String) name, value(field)));
                yield document;
            }
            case Collection<?> list -> {
                List<@Nullable Object> items = new ArrayList<>(list.size());
                list.forEach(item -> items.add(value(item)));
                yield items;
            }
            case BigInteger number -> number.bitLength() < Long.SIZE ? (Object) number.longValue() : number.toString();
            case BigDecimal number -> number.doubleValue();
            default -> value;
        };
    }

    static Map<String, Object> tree(Document document) {
        Map<String, Object> tree = LinkedHashMap.newLinkedHashMap(document.size());
        document.forEach((name, value) -> {
            Object plain = plain(value);
            if (plain != null) {
                tree.put(name, plain);
            }
        });
        return tree;
    }

    private static @Nullable Object plain(@Nullable Object value) {
        return switch (value) {
            case Document document -> tree(document);
            case List<?> list -> {
                List<@Nullable Object> items = new ArrayList<>(list.size());
                list.forEach(item -> items.add(plain(item)));
                yield items;
            }
            case Decimal128 number -> number.bigDecimalValue();
            case null, default -> value;
        };
    }

    static Date date(Instant instant) {
        return Date.from(instant);
    }

    static Instant instant(Document document, String field) {
        return document.getDate(field).toInstant();
    }

    /** Numbers may come back as int or long. */
    static long number(Document document, String field) {
        return document.get(field) instanceof Number number ? number.longValue() : 0;
    }

    static @Nullable Long numberOrNull(Document document, String field) {
        return document.get(field) instanceof Number number ? number.longValue() : null;
    }
}
