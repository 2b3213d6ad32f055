package dev.lockstep.writer.scim;

import dev.lockstep.contracts.ObjectType;
import dev.lockstep.kit.net.AddressPolicy;
import dev.lockstep.writer.fault.Answer.Answered;
import dev.lockstep.writer.fault.Answer.Body;
import dev.lockstep.writer.fault.Answer;
import dev.lockstep.writer.fault.Operation;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * SCIM 2.0 calls to one target (RFC 7644). Every call ends in a {@link Reply}; none throws for what a target does. Addresses
 * in answers ({@code meta.location}, {@code $ref}, {@code Location}) are never followed.
 */
public final class ScimClient implements AutoCloseable {
    private static final String SCIM = "application/scim+json";
    private static final String ACCEPT = "application/scim+json, application/json;q=0.5";
    private static final int RESOURCE_LIMIT = 1 << 20;
    private static final int LIST_LIMIT = 10 << 20;
    private static final BooleanSupplier ALWAYS = () -> true;
    private static final String PATCH_OP = "urn:ietf:params:scim:api:messages:2.0:PatchOp";

    private final HttpCalls http;
    private final String path;
    private final Authorization authorization;
    private final Clock clock;

    /** The value of the header, made anew for every call: tokens of OAuth expire. */
    public interface Authorization {
        /** @return null when none can be had */
        @Nullable String header();
    }

    /**
     * How calls are limited.
     *
     * @param total a whole call, with its body
     */
    public record Limits(int connections, Duration connect, Duration total) {
    }

    public ScimClient(URI tenantUrl, Authorization authorization, AddressPolicy policy, Limits limits, Deadlines deadlines, Clock clock) {
        this.http = new HttpCalls(tenantUrl, policy, limits.connections(), limits.connect(), limits.total(), deadlines);
        String raw = tenantUrl.getRawPath() == null ? "" : tenantUrl.getRawPath();
        this.path = raw.replaceAll("/+$", "");
        this.authorization = authorization;
        this.clock = clock;
    }

    /**
     * @param opId sent as {@code Idempotency-Key}; null when the target shall not get one
     * @param timely whether it may still be sent, asked at the last moment
     * @throws TooLate when it was not; nothing was asked for then
     */
    public Reply create(ObjectType type, Map<String, @Nullable Object> body, @Nullable String opId, BooleanSupplier timely) {
        return call(Operation.CREATE, "POST", collection(type), Bodies.write(body), timely, opId);
    }

    /** @throws TooLate as {@link #create} */
    public Reply patch(ObjectType type, String id, List<Map<String, @Nullable Object>> operations, @Nullable String opId, BooleanSupplier timely) {
        // No excludedAttributes, though a large group's answer is long: a server was seen that then forgets the members it was not to show.
        return call(Operation.PATCH, "PATCH", one(type, id), Bodies.write(Map.of("schemas", List.of(PATCH_OP), "Operations", operations)), timely, opId);
    }

    /** @throws TooLate as {@link #create} */
    public Reply put(ObjectType type, String id, Map<String, @Nullable Object> body, @Nullable String opId, BooleanSupplier timely) {
        return call(Operation.PUT, "PUT", one(type, id), Bodies.write(body), timely, opId);
    }

    /** May come late: what is gone already does not go twice. */
    public Reply delete(ObjectType type, String id, @Nullable String opId) {
        return call(Operation.DELETE, "DELETE", one(type, id), null, ALWAYS, opId);
    }

    public Reply read(ObjectType type, String id) {
        return call(Operation.READ, "GET", one(type, id) + withoutMembers(type, "?"), null, ALWAYS, null);
    }

    /** A group with nothing but its members. */
    public Reply members(String id) {
        return call(Operation.READ, "GET", one(ObjectType.GROUP, id) + "?attributes=members", null, ALWAYS, null, LIST_LIMIT);
    }

    private static String withoutMembers(ObjectType type, String before) {
        return type == ObjectType.GROUP ? before + "excludedAttributes=members" : "";
    }

    /** Accounts where {@code attribute eq value}. */
    public Reply find(ObjectType type, String attribute, String value) {
        String filter = attribute + " eq \"" + value.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
        return call(Operation.LOOK_UP, "GET", collection(type) + "?filter=" + encode(filter) + withoutMembers(type, "&"), null, ALWAYS, null);
    }

    /** @param attributes to ask for; empty for all */
    public Reply list(ObjectType type, long startIndex, int count, List<String> attributes) {
        return call(Operation.LIST, "GET", collection(type) + "?startIndex=" + startIndex + "&count=" + count
                + (attributes.isEmpty() ? "" : "&attributes=" + encode(String.join(",", attributes))), null, ALWAYS, null);
    }

    private Reply call(Operation operation, String method, String target, byte @Nullable [] body, BooleanSupplier timely, @Nullable String opId) {
        return call(operation, method, target, body, timely, opId, operation == Operation.LIST || operation == Operation.LOOK_UP ? LIST_LIMIT : RESOURCE_LIMIT);
    }

    private Reply call(Operation operation, String method, String target, byte @Nullable [] body, BooleanSupplier timely, @Nullable String opId, int limit) {
        String token = authorization.header();
        long start = System.nanoTime();
        if (token == null) {
            return Reply.of(operation, method, new Answered(401, "", Body.EMPTY, null), null, List.of(), 0, 0, 0);
        }
        HttpCalls.Raw raw = opId == null
                ? http.call(method, target, body, timely, SCIM, limit, "Accept", ACCEPT, "Authorization", token)
                : http.call(method, target, body, timely, SCIM, limit, "Accept", ACCEPT, "Authorization", token, "Idempotency-Key", opId);
        long took = (System.nanoTime() - start) / 1_000_000;
        if (raw.failure() != null) {
            return Reply.of(operation, method, raw.failure(), null, List.of(), 0, 0, took);
        }
        Bodies.Read read = Bodies.read(raw.body());
        Answer answer = new Answered(raw.status(), read.scimType(), read.kind(), RetryAfter.parse(raw.retryAfter(), clock.instant()));
        return Reply.of(operation, method, answer, read.resource(), read.resources(), read.total(), raw.status(), took);
    }

    private String collection(ObjectType type) {
        return path + switch (type) {
            case USER -> "/Users";
            case GROUP -> "/Groups";
            case MEMBERSHIP -> throw new IllegalArgumentException("a membership is no resource of its own");
        };
    }

    private String one(ObjectType type, String id) {
        return collection(type) + "/" + encode(id);
    }

    private static String encode(String text) {
        String encoded = URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
        // A segment of dots would climb to another path.
        return encoded.equals(".") || encoded.equals("..") ? encoded.replace(".", "%2E") : encoded;
    }

    @Override
    public void close() {
        http.close();
    }
}
