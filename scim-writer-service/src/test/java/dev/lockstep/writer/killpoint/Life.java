package dev.lockstep.writer.killpoint;

import dev.lockstep.contracts.Topic;
import dev.lockstep.kit.publish.Outgoing;
import dev.lockstep.kit.publish.Publisher;
import dev.lockstep.writer.account.RowWrite;
import dev.lockstep.writer.account.SlotTable;
import dev.lockstep.writer.delivery.Delivery;
import dev.lockstep.writer.delivery.Shelves;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One life of a writer: everything durable that it does goes through here, is written down, and may be its last. After its
 * end nothing that its threads still try has an effect.
 */
public final class Life implements Shelves.Wrapper, Publisher {
    /** Port methods that change something which outlives the writer; all others only read. */
    private static final Set<String> DURABLE = Set.of("write", "park", "wake", "wakeMembers", "take", "relayedEarlier", "checkpoint", "seen", "enter", "leave", "accepted", "done",
            "note", "forget", "dropBefore", "reserve", "pause", "cut", "removeApp", "forgetLinks");

    private final String name;
    private final Consumer<List<Outgoing>> topic;
    private final List<String> steps = new ArrayList<>();
    private final Map<String, Integer> counts = new HashMap<>();
    private final Map<Integer, Long> epochs = new ConcurrentHashMap<>();
    private final AtomicInteger under = new AtomicInteger();
    private volatile boolean armed;
    private volatile @Nullable Point fatal;
    private volatile @Nullable Delivery core;
    private volatile boolean dead;
    private volatile boolean frozen;
    private volatile boolean deaf;
    private volatile Consumer<RowWrite> written = write -> {
    };
    private volatile Crowd crowd = (step, moment) -> null;

    /** Where many of this life's threads gather before all of them end or freeze together. */
    public interface Crowd {
        /** @return null when nothing is to be waited for; else when to go on */
        @Nullable BooleanSupplier at(String step, Point.Moment moment);
    }

    Life(String name, Consumer<List<Outgoing>> topic) {
        this.name = name;
        this.topic = topic;
    }

    public String name() {
        return name;
    }

    void born(Delivery delivery) {
        core = delivery;
    }

    public Delivery core() {
        return java.util.Objects.requireNonNull(core);
    }

    /** From now on steps are written down. @param last where it ends; null for nowhere */
    synchronized void arm(@Nullable Point last) {
        steps.clear();
        counts.clear();
        fatal = last;
        armed = true;
    }

    public void gather(Crowd where) {
        crowd = where;
    }

    /** Is told of each write that the table took. */
    public void counting(Consumer<RowWrite> taker) {
        written = taker;
    }

    /** From now on the broker acknowledges nothing and takes nothing. */
    public void deafen() {
        deaf = true;
    }

    public void die() {
        dead = true;
    }

    /** SIGSTOP. */
    public void freeze() {
        frozen = true;
    }

    /** SIGCONT: it knows nothing of what happened meanwhile. */
    public void wake() {
        deaf = false;
        crowd = (step, moment) -> null;
        frozen = false;
    }

    public boolean isDead() {
        return dead;
    }

    boolean isFrozen() {
        return frozen;
    }

    /** How many of its threads are in a step. */
    public int underWay() {
        return under.get();
    }

    /** Whether it is this life that works on rows of this epoch. */
    boolean holds(int slot, long epoch) {
        return epochs.getOrDefault(slot, -1L) == epoch;
    }

    synchronized List<String> steps() {
        return List.copyOf(steps);
    }

    private synchronized int begin(String step) {
        int nth = counts.merge(step, 1, Integer::sum);
        steps.add(step);
        return nth;
    }

    /** A thread of a dead life gets no further. */
    void check() {
        while (frozen && !dead) {
            LockSupport.parkNanos(500_000);
        }
        if (dead) {
            throw new Halted();
        }
    }

    /** One step that outlives this life. */
    public <T> T step(String step, Callable<T> action) {
        under.incrementAndGet();
        try {
            check();
            int nth = armed ? begin(step) : 0;
            at(step, nth, Point.Moment.BEFORE);
            T done = call(action);
            at(step, nth, Point.Moment.AFTER);
            check();
            return done;
        } finally {
            under.decrementAndGet();
        }
    }

    private void at(String step, int nth, Point.Moment moment) {
        Point last = fatal;
        if (armed && last != null && last.moment() == moment && last.nth() == nth && last.step().equals(step)) {
            dead = true;
        }
        BooleanSupplier gathered = crowd.at(step, moment);
        while (gathered != null && !dead && !frozen && !gathered.getAsBoolean()) {
            LockSupport.parkNanos(500_000);
        }
        check();
    }

    private static <T> T call(Callable<T> action) {
        try {
            return action.call();
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public <T> T around(Class<T> port, T real) {
        return port.cast(Proxy.newProxyInstance(port.getClassLoader(), new Class<?>[] {port}, (proxy, method, arguments) -> {
            check();
            boolean empty = arguments != null && arguments.length > 0 && arguments[0] instanceof Collection<?> all && all.isEmpty();
            if (!DURABLE.contains(method.getName()) || empty) {
                return call(() -> method.invoke(real, arguments));
            }
            Object done = step(name(port, method.getName(), arguments), () -> method.invoke(real, arguments));
            if (method.getName().equals("write") && arguments != null && done instanceof Set<?> refused) {
                ((List<?>) arguments[0]).stream().map(RowWrite.class::cast).filter(write -> !refused.contains(write.key())).forEach(written);
            }
            if (method.getName().equals("take")) {
                ((Map<?, ?>) done).forEach((slot, taken) -> epochs.put((Integer) slot, ((SlotTable.Taken) taken).epoch()));
            }
            return done;
        }));
    }

    private static String name(Class<?> port, String method, @Nullable Object @Nullable [] arguments) {
        if (method.equals("write") && arguments != null && arguments[0] instanceof List<?> writes) {
            Set<String> kinds = new TreeSet<>();
            writes.forEach(write -> kinds.add(kind((RowWrite) write)));
            return String.join("+", kinds);
        }
        return switch (method) {
            case "take" -> "slots-taken";
            case "relayedEarlier" -> "earlier-facts-relayed";
            case "checkpoint" -> "checkpoint";
            case "park" -> "rows-parked";
            case "wake" -> "waiting-woken";
            case "wakeMembers" -> "members-woken";
            case "accepted" -> "request-accepted";
            case "done" -> "request-done";
            case "note" -> "removal-counted";
            default -> port.getSimpleName().toLowerCase(java.util.Locale.ROOT) + "-" + method;
        };
    }

    private static String kind(RowWrite write) {
        return switch (write.getClass().getSimpleName()) {
            case "Insert" -> ((RowWrite.Insert) write).row().intent() == null ? "desire-stored" : "intent-stored";
            case "NewWish" -> ((RowWrite.NewWish) write).claim() == null ? "desire-stored" : "intent-stored";
            case "Claim" -> "intent-stored";
            case "Settle" -> "outcome-stored";
            case "Learned" -> "reading-stored";
            case "Release" -> "claim-returned";
            case "Bury" -> "row-buried";
            case String other -> other.toLowerCase(java.util.Locale.ROOT);
        };
    }

    @Override
    public void publish(List<Outgoing> messages) {
        check();
        if (!messages.isEmpty() && !deaf) {
            step("facts-published", () -> {
                topic.accept(messages);
                return true;
            });
        }
    }

    @Override
    public CompletableFuture<Void> publishAsync(List<Outgoing> messages) {
        if (deaf) {
            return new CompletableFuture<>();
        }
        publish(messages);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public int partitions(Topic of) {
        return 8;
    }
}
