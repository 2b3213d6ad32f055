package dev.lockstep.contracts.codec;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.lockstep.contracts.AccountOutcome;
import dev.lockstep.contracts.Activity;
import dev.lockstep.contracts.AppConfig;
import dev.lockstep.contracts.DesiredAccount;
import dev.lockstep.contracts.DirectoryChange;
import dev.lockstep.contracts.Envelope;
import dev.lockstep.contracts.Message;
import dev.lockstep.contracts.Reevaluate;
import dev.lockstep.contracts.SyncMarker;
import java.time.Instant;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Turns envelopes into the bytes of a Kafka value and back. Bytes that are not one of our messages end in
 * {@link Undecodable}, which the consumer parks.
 */
public final class Codec {
    private static final Map<String, Class<? extends Message>> TYPES = Map.of(
            "lockstep.directory.change", DirectoryChange.class,
            "lockstep.directory.reevaluate", Reevaluate.class,
            "lockstep.account.desired", DesiredAccount.class,
            "lockstep.account.outcome", AccountOutcome.class,
            "lockstep.sync.marker", SyncMarker.class,
            "lockstep.activity", Activity.class,
            "lockstep.app.config", AppConfig.class);

    /** Depth and size limits against hostile documents; a message of ours stays far below. */
    private static final StreamReadConstraints LIMITS = StreamReadConstraints.builder()
            .maxNestingDepth(64)
            .maxStringLength(1 << 20)
            .maxDocumentLength(4L << 20)
            .build();

    private static final JsonMapper JSON = JsonMapper.builder(
                    JsonFactory.builder().streamReadConstraints(LIMITS).build())
            .changeDefaultPropertyInclusion(inclusion -> inclusion.withValueInclusion(JsonInclude.Include.NON_NULL))
            .disable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(EnumFeature.READ_UNKNOWN_ENUM_VALUES_USING_DEFAULT_VALUE)
            .build();

    private Codec() {
    }

    /** The CloudEvents type of a message. */
    public static String type(Message message) {
        return switch (message) {
            case DirectoryChange c -> "lockstep.directory.change";
            case Reevaluate r -> "lockstep.directory.reevaluate";
            case DesiredAccount d -> "lockstep.account.desired";
            case AccountOutcome o -> "lockstep.account.outcome";
            case SyncMarker m -> "lockstep.sync.marker";
            case Activity a -> "lockstep.activity";
            case AppConfig c -> "lockstep.app.config";
        };
    }

    public static <M extends Message> Envelope<M> envelope(String id, String source, String subject, Instant time, M data) {
        return new Envelope<>(id, source, type(data), subject, time, data);
    }

    public static byte[] encode(Envelope<?> envelope) {
        return JSON.writeValueAsBytes(new Wire(
                "1.0", envelope.id(), envelope.source(), envelope.type(), envelope.subject(), envelope.time(),
                "application/json", envelope.data()));
    }

    /**
     * @throws Undecodable when the bytes are no JSON, no envelope, or of a type that is not ours
     */
    public static Envelope<?> decode(byte[] bytes) {
        try {
            JsonNode tree = JSON.readTree(bytes);
            if (!tree.isObject()) {
                throw new Undecodable("not a JSON object");
            }
            String type = text(tree, "type");
            Class<? extends Message> kind = TYPES.get(type);
            if (kind == null) {
                throw new Undecodable("unknown message type");
            }
            JsonNode data = tree.get("data");
            if (data == null || !data.isObject()) {
                throw new Undecodable("no data in a message of type " + type);
            }
            Message message = JSON.treeToValue(data, kind);
            return new Envelope<>(
                    text(tree, "id"), text(tree, "source"), type, text(tree, "subject"),
                    Instant.parse(text(tree, "time")), message);
        } catch (JacksonException e) {
            throw new Undecodable("malformed JSON: " + e.getClass().getSimpleName());
        } catch (java.time.DateTimeException e) {
            throw new Undecodable("time is not RFC 3339");
        }
    }

    private static String text(JsonNode tree, String field) {
        JsonNode value = tree.get(field);
        if (value == null || !value.isString()) {
            throw new Undecodable("no text in field " + field);
        }
        return value.stringValue();
    }

    /** The wire order of the fields. */
    private record Wire(
            String specversion, String id, String source, String type, String subject, Instant time,
            String datacontenttype, Message data) {
    }
}
