package dev.lockstep.ingest.scim;

import dev.lockstep.contracts.ObjectType;
import dev.lockstep.ingest.ContentHash;
import dev.lockstep.ingest.Counters;
import dev.lockstep.ingest.event.JsonValues;
import dev.lockstep.ingest.fact.Facts;
import dev.lockstep.ingest.row.RowIntake.Occasion;
import dev.lockstep.ingest.row.RowIntake;
import dev.lockstep.ingest.row.Statement;
import dev.lockstep.ingest.source.Source;
import dev.lockstep.kit.publish.Outgoing;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Takes the operations of a SCIM bulk request, each by itself, in their order. */
final class BulkIntake {
    private static final String RESPONSE = "urn:ietf:params:scim:api:messages:2.0:BulkResponse";
    private static final String ERROR = "urn:ietf:params:scim:api:messages:2.0:Error";

    private final RowIntake rows;
    private final Counters counters;
    private final Clock clock;

    BulkIntake(RowIntake rows, Counters counters, Clock clock) {
        this.rows = rows;
        this.counters = counters;
        this.clock = clock;
    }

    /** @return a SCIM BulkResponse (RFC 7644, section 3.7) whose receipts say 202 or why not */
    Map<String, Object> accept(Source source, String initiator, List<JsonNode> operations, List<Outgoing> extra) {
        Instant now = clock.instant();
        Occasion occasion = new Occasion(source.id(), initiator, null, false, now);
        List<Map<String, Object>> receipts = new ArrayList<>();
        List<Outgoing> facts = new ArrayList<>(extra);
        List<Statement> batch = new ArrayList<>();
        Set<String> keys = new HashSet<>();
        int accepted = 0;
        int unchanged = 0;
        int rejected = 0;
        for (JsonNode operation : operations) {
            try {
                List<Statement> statements = statements(source, operation);
                if (statements.stream().anyMatch(statement -> keys.contains(statement.key()))) {
                    // The same object again: what was said first has to travel first.
                    RowIntake.Taken taken = rows.take(occasion, batch, List.of());
                    accepted += taken.accepted();
                    unchanged += taken.unchanged();
                    batch.clear();
                    keys.clear();
                }
                statements.forEach(statement -> keys.add(statement.key()));
                batch.addAll(statements);
                receipts.add(receipt(operation, "202", null));
            } catch (BadOperation bad) {
                rejected++;
                receipts.add(receipt(operation, "400", bad));
                facts.add(Facts.rejected(new Facts.Refused(source.id(), "bulk/" + ContentHash.of(operation.toString()), null, null, bad.attribute, bad.code,
                        bad.reason, Map.of("operation", receipts.size() - 1)), initiator, now));
            }
        }
        RowIntake.Taken taken = rows.take(occasion, batch, facts);
        accepted += taken.accepted();
        unchanged += taken.unchanged();
        counters.count(source.id(), accepted, unchanged, rejected);
        Map<String, Object> response = new LinkedHashMap<>();
        response.put("schemas", List.of(RESPONSE));
        response.put("accepted", receipts.size() - rejected);
        response.put("rejected", rejected);
        response.put("Operations", receipts);
        return response;
    }

    private static List<Statement> statements(Source source, JsonNode operation) {
        JsonNode method = operation.get("method");
        if (method == null || !method.isString() || !method.stringValue().equalsIgnoreCase("POST")) {
            throw new BadOperation("not-supported", "method", "method is POST, for changes too; leavers carry active: false.");
        }
        JsonNode bulkId = operation.get("bulkId");
        if (bulkId == null || !bulkId.isString() || bulkId.stringValue().isEmpty() || bulkId.stringValue().length() > 200) {
            throw new BadOperation("missing", "bulkId", "bulkId is a text of 1 to 200 characters.");
        }
        JsonNode given = operation.get("data");
        if (given == null || !given.isObject()) {
            throw new BadOperation("missing", "data", "data is the user or group.");
        }
        ScimObject data = data(given);
        Object externalId = data.get("externalId");
        if (externalId == null) {
            throw new BadOperation("missing", "externalId", "externalId says whom the operation is about.");
        }
        String objectId = ScimUser.reference(source, externalId, "externalId");
        JsonNode path = operation.get("path");
        return switch (path != null && path.isString() ? path.stringValue() : "") {
            case "/Users", "Users" -> List.of(Statement.Attributes.of(ObjectType.USER, objectId, ScimUser.attributes(source, data)));
            case "/Groups", "Groups" -> group(source, objectId, data);
            default -> throw new BadOperation("not-supported", "path", "path is /Users or /Groups.");
        };
    }

    private static ScimObject data(JsonNode given) {
        try {
            return new ScimObject((Map<?, ?>) Objects.requireNonNull(JsonValues.of(given)));
        } catch (JsonValues.NumberOutOfRange e) {
            throw new BadOperation("invalid", "data", "A number is too large.");
        }
    }

    /** Members that are named are added; none is removed, as nothing else that is left out changes anything. */
    private static List<Statement> group(Source source, String objectId, ScimObject data) {
        Map<String, @Nullable Object> attributes = new LinkedHashMap<>();
        for (String name : List.of("displayName", "description")) {
            if (data.has(name)) {
                if (data.get(name) != null && !(data.get(name) instanceof String)) {
                    throw new BadOperation("invalid", name, name + " is a text.");
                }
                attributes.put(name, data.get(name));
            }
        }
        List<Statement> statements = new ArrayList<>();
        statements.add(Statement.Attributes.of(ObjectType.GROUP, objectId, attributes));
        Set<String> members = new HashSet<>();
        for (ScimObject member : data.objects("members")) {
            Object value = member.get("value");
            String id = ScimUser.reference(source, value == null ? "" : value, "members");
            if (members.add(id)) {
                statements.add(new Statement.Member(objectId, id));
            }
        }
        return statements;
    }

    private static Map<String, Object> receipt(JsonNode operation, String status, @Nullable BadOperation bad) {
        Map<String, Object> receipt = new LinkedHashMap<>();
        JsonNode bulkId = operation.get("bulkId");
        if (bulkId != null && bulkId.isString()) {
            receipt.put("bulkId", bulkId.stringValue());
        }
        receipt.put("method", "POST");
        receipt.put("status", status);
        if (bad != null) {
            Map<String, Object> error = new LinkedHashMap<>();
            error.put("schemas", List.of(ERROR));
            error.put("status", status);
            error.put("scimType", "invalidValue");
            error.put("code", bad.code);
            if (bad.attribute != null) {
                error.put("attribute", bad.attribute);
            }
            error.put("detail", bad.reason);
            receipt.put("response", error);
        }
        return receipt;
    }
}
