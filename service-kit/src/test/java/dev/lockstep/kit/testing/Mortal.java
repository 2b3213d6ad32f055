package dev.lockstep.kit.testing;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * One life of a process in a test: what it does through ports that change something durable is written down, and any of it may
 * be its last. After its death nothing that it still tries has an effect.
 */
public final class Mortal {
    private final List<String> steps = new ArrayList<>();
    private final Map<String, Integer> counts = new HashMap<>();
    private final @Nullable Point last;
    private boolean dead;

    public enum Moment {
        BEFORE, AFTER
    }

    /** @param nth of the steps of this name, from 1 */
    public record Point(String step, int nth, Moment moment) {
        public String name() {
            return (moment == Moment.BEFORE ? "before-" : "after-") + step + (nth == 1 ? "" : "#" + nth);
        }
    }

    /** Nothing recovers from it. */
    public static final class Death extends Error {
        Death() {
            super("dead", null, false, false);
        }
    }

    /** @param last where it ends; null for nowhere */
    public Mortal(@Nullable Point last) {
        this.last = last;
    }

    /** Both sides of each step of a recorded life. */
    public static List<Point> points(List<String> steps) {
        Map<String, Integer> counts = new HashMap<>();
        List<Point> points = new ArrayList<>();
        for (String step : steps) {
            int nth = counts.merge(step, 1, Integer::sum);
            points.add(new Point(step, nth, Moment.BEFORE));
            points.add(new Point(step, nth, Moment.AFTER));
        }
        return points;
    }

    public synchronized List<String> steps() {
        return List.copyOf(steps);
    }

    public synchronized boolean isDead() {
        return dead;
    }

    /** One durable step. */
    public synchronized <T> T step(String name, Callable<T> action) {
        check();
        steps.add(name);
        int nth = counts.merge(name, 1, Integer::sum);
        end(name, nth, Moment.BEFORE);
        T done = call(action);
        end(name, nth, Moment.AFTER);
        return done;
    }

    private void check() {
        if (dead) {
            throw new Death();
        }
    }

    private void end(String name, int nth, Moment moment) {
        dead |= new Point(name, nth, moment).equals(last);
        check();
    }

    private static <T> T call(Callable<T> action) {
        try {
            return action.call();
        } catch (InvocationTargetException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** The port as this life sees it. @param durable name of the step by name of the method; all others only read */
    public <T> T around(Class<T> port, T real, Map<String, String> durable) {
        Set<String> changing = durable.keySet();
        return port.cast(Proxy.newProxyInstance(port.getClassLoader(), new Class<?>[] {port}, (proxy, method, arguments) -> {
            synchronized (this) {
                check();
            }
            return changing.contains(method.getName()) ? step(String.valueOf(durable.get(method.getName())), () -> method.invoke(real, arguments))
                    : call(() -> method.invoke(real, arguments));
        }));
    }
}
