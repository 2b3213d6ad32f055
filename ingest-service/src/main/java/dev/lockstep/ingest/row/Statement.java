package dev.lockstep.ingest.row;

import dev.lockstep.contracts.ObjectType;
import dev.lockstep.ingest.ContentHash;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a row, or an operation of a bulk upload, says. */
public sealed interface Statement {
    /** Under which it is remembered. */
    String key();

    /** Equal for statements that mean the same. */
    String hash();

    /** A member's key: object ids hold no {@code /}. */
    static String edge(String group, String member) {
        return group + "/" + member;
    }

    /** The object has these attributes; null = has none; others are not touched. */
    record Attributes(ObjectType type, String objectId, Map<String, @Nullable Object> attributes, String hash) implements Statement {
        public static Attributes of(ObjectType type, String objectId, Map<String, @Nullable Object> attributes) {
            return new Attributes(type, objectId, attributes, ContentHash.of(type.name(), attributes));
        }

        @Override
        public String key() {
            return objectId;
        }
    }

    /** The member is in the group. */
    record Member(String group, String member) implements Statement {
        @Override
        public String key() {
            return edge(group, member);
        }

        @Override
        public String hash() {
            return "member";
        }
    }

    /** The object left the source. */
    record Gone(ObjectType type, String objectId) implements Statement {
        @Override
        public String key() {
            return objectId;
        }

        @Override
        public String hash() {
            return "gone";
        }
    }

    /** The member is no longer in the group. */
    record NoMember(String group, String member) implements Statement {
        @Override
        public String key() {
            return edge(group, member);
        }

        @Override
        public String hash() {
            return "gone";
        }
    }
}
