package dev.lockstep.ingest.event;

import dev.lockstep.ingest.ContentHash;
import dev.lockstep.kit.web.Problem;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.springframework.http.HttpStatus;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Cuts a request into its events and reads each strictly and alone, so that one document with doubled keys or too much
 * depth does not take the others with it.
 */
public final class EventReader {
    public static final int MAX_BYTES = 10 << 20;
    public static final int MAX_EVENTS = 1_000;
    /** Bytes of one event. */
    public static final int MAX_EVENT_BYTES = 256 << 10;
    private static final int MAX_DEPTH = 64;

    /** Only finds where an event begins and ends. */
    private static final JsonFactory LENIENT = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(1_000).maxDocumentLength(MAX_BYTES)
                    .maxStringLength(MAX_BYTES).build())
            .build();
    private static final JsonMapper STRICT = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).maxDocumentLength(MAX_EVENT_BYTES)
                            .maxStringLength(MAX_EVENT_BYTES).maxNameLength(1_000).maxNumberLength(100).build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private EventReader() {
    }

    /** One event as it was read: its JSON, or why it could not be read. */
    public sealed interface Read {
        record Document(int index, JsonNode json) implements Read {
        }

        record Unreadable(Checked.Rejected rejection) implements Read {
        }
    }

    /**
     * @param batch whether the body is a list of events
     * @throws Problem 400 when the body is no JSON, or no list where one was announced; 413 when there are too many
     */
    public static List<Read> read(byte[] body, boolean batch) {
        try (JsonParser parser = LENIENT.createParser(ObjectReadContext.empty(), body)) {
            JsonToken first = parser.nextToken();
            List<Read> events = new ArrayList<>();
            if (batch) {
                if (first != JsonToken.START_ARRAY) {
                    throw Problem.badRequest("malformed", "A batch is a JSON list of events.",
                            "Send a list, or one event as application/cloudevents+json.");
                }
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    if (events.size() == MAX_EVENTS) {
                        throw new Problem(HttpStatus.CONTENT_TOO_LARGE, "too-many-events", "A batch has at most " + MAX_EVENTS + " events.",
                                "Send several batches.", List.of());
                    }
                    events.add(one(parser, body, events.size()));
                }
            } else {
                events.add(one(parser, body, 0));
            }
            if (parser.nextToken() != null) {
                throw malformed();
            }
            return events;
        } catch (JacksonException e) {
            throw malformed();
        }
    }

    private static Problem malformed() {
        return Problem.badRequest("malformed", "The body is not one well-formed JSON document in UTF-8.", "Correct the JSON and send it again.");
    }

    private static Read one(JsonParser parser, byte[] body, int index) {
        if (parser.currentToken() == null) {
            throw malformed();
        }
        int start = (int) parser.currentTokenLocation().getByteOffset();
        parser.skipChildren();
        if (parser.currentToken() != null && parser.currentToken().isScalarValue()) {
            parser.finishToken();
        }
        int end = (int) parser.currentLocation().getByteOffset();
        if (start < 0 || end <= start) {
            throw malformed();
        }
        int length = end - start;
        if (length > MAX_EVENT_BYTES) {
            return unreadable(index, body, start, length, "too-large", "An event has at most " + MAX_EVENT_BYTES / 1024 + " KiB.");
        }
        try {
            JsonNode json = STRICT.readTree(body, start, length);
            return json.isObject() ? new Read.Document(index, json)
                    : unreadable(index, body, start, length, "malformed", "An event is a JSON object.");
        } catch (StreamConstraintsException e) {
            return unreadable(index, body, start, length, "too-deep",
                    "An event nests at most " + MAX_DEPTH + " levels deep, with names and numbers of sane length.");
        } catch (JacksonException e) {
            return unreadable(index, body, start, length, "malformed", "The event's JSON is malformed or holds the same key twice.");
        }
    }

    private static Read unreadable(int index, byte[] body, int start, int length, String code, String message) {
        String hash = ContentHash.of(new String(body, start, length, StandardCharsets.ISO_8859_1));
        return new Read.Unreadable(new Checked.Rejected(index, null, hash, code, null, message));
    }
}
