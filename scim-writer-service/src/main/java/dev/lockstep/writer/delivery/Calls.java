package dev.lockstep.writer.delivery;

import dev.lockstep.contracts.ObjectType;
import dev.lockstep.writer.fault.Operation;
import dev.lockstep.writer.scim.Reply;
import dev.lockstep.writer.scim.ScimClient;
import dev.lockstep.writer.target.Target;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Calls to one target, each paced and counted by its app's lane. */
final class Calls {
    private final ScimClient client;
    private final boolean idempotencyKey;
    private final Pace pace;
    private final BooleanSupplier timely;

    /** Before and after each call. */
    interface Pace {
        /** Waits until a call may be made. @return false when the target asks for patience: no call now */
        boolean before();

        /** Until when the target asks for patience. */
        Instant patience();

        void after(Reply reply);
    }

    Calls(Target target, Pace pace) {
        this(Objects.requireNonNull(target.client(), "only usable targets are called"), target.profile().idempotencyKey(), pace, () -> true);
    }

    private Calls(ScimClient client, boolean idempotencyKey, Pace pace, BooleanSupplier timely) {
        this.client = client;
        this.idempotencyKey = idempotencyKey;
        this.pace = pace;
        this.timely = timely;
    }

    /** The same calls, but writes only while it is time: looked at when everything else is done. */
    Calls only(BooleanSupplier whileTimely) {
        return new Calls(client, idempotencyKey, pace, whileTimely);
    }

    // The moment of a write is taken, and its claim looked at again, before it is called: see Surroundings.mayWrite.

    Reply create(ObjectType type, Map<String, @Nullable Object> body, String opId) {
        return counted(client.create(type, body, key(opId), timely));
    }

    Reply patch(ObjectType type, String id, List<Map<String, @Nullable Object>> operations, String opId) {
        return counted(client.patch(type, id, operations, key(opId), timely));
    }

    Reply put(ObjectType type, String id, Map<String, @Nullable Object> body, String opId) {
        return counted(client.put(type, id, body, key(opId), timely));
    }

    Reply delete(ObjectType type, String id, String opId) {
        return counted(client.delete(type, id, key(opId)));
    }

    Reply read(ObjectType type, String id) {
        return paced(Operation.READ, () -> client.read(type, id));
    }

    Reply members(String group) {
        return paced(Operation.READ, () -> client.members(group));
    }

    Reply find(ObjectType type, String attribute, String value) {
        return paced(Operation.LOOK_UP, () -> client.find(type, attribute, value));
    }

    Reply list(ObjectType type, long startIndex, int count, List<String> attributes) {
        return paced(Operation.LIST, () -> client.list(type, startIndex, count, attributes));
    }

    private @Nullable String key(String opId) {
        return idempotencyKey ? opId : null;
    }

    private Reply paced(Operation operation, Supplier<Reply> call) {
        return pace.before() ? counted(call.get()) : Reply.notMade(operation, pace.patience());
    }

    private Reply counted(Reply reply) {
        pace.after(reply);
        return reply;
    }
}
