package dev.lockstep.ingest.event;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Lets callers that come at the same time share one piece of work. Who finds nobody at work starts at once, alone; who comes
 * meanwhile waits, and the first of these works for all of them next. So nobody waits for company, and the busier it is the
 * more share.
 *
 * @param <Q> what a caller wants done
 * @param <A> what each of them gets
 */
final class Gathering<Q, A> {
    private final int most;
    private final Function<List<Q>, List<A>> work;
    private final Deque<Turn<Q, A>> waiting = new ArrayDeque<>();
    private boolean busy;

    /**
     * @param most callers that share at a time
     * @param work does what all of them want, and answers in the same order; when it fails it fails for all of them
     */
    Gathering(int most, Function<List<Q>, List<A>> work) {
        this.most = most;
        this.work = work;
    }

    /** Returns when it is done. */
    A ask(Q wanted) {
        Turn<Q, A> mine = new Turn<>(wanted, new CompletableFuture<>(), new CompletableFuture<>());
        boolean first;
        synchronized (waiting) {
            waiting.add(mine);
            first = !busy;
            busy = true;
        }
        if (first || mine.leads().join()) {
            workFor(group());
            passOn();
        }
        return mine.result();
    }

    private List<Turn<Q, A>> group() {
        List<Turn<Q, A>> group = new ArrayList<>();
        synchronized (waiting) {
            while (group.size() < most && !waiting.isEmpty()) {
                group.add(waiting.poll());
            }
        }
        return group;
    }

    private void workFor(List<Turn<Q, A>> group) {
        try {
            List<A> answers = work.apply(group.stream().map(Turn::wanted).toList());
            for (int i = 0; i < group.size(); i++) {
                group.get(i).answer().complete(answers.get(i));
            }
        } catch (RuntimeException | Error failure) {
            group.forEach(turn -> turn.answer().completeExceptionally(failure));
        }
        group.forEach(turn -> turn.leads().complete(false));
    }

    private void passOn() {
        Turn<Q, A> next;
        synchronized (waiting) {
            next = waiting.peek();
            busy = next != null;
        }
        if (next != null) {
            next.leads().complete(true);
        }
    }

    /** @param leads whether this caller has to work, known when it is its turn */
    private record Turn<Q, A>(Q wanted, CompletableFuture<Boolean> leads, CompletableFuture<A> answer) {
        A result() {
            @Nullable Throwable failure = answer.isCompletedExceptionally() ? answer.exceptionNow() : null;
            switch (failure) {
                case null -> {
                    return answer.join();
                }
                case RuntimeException e -> throw e;
                case Error e -> throw e;
                default -> throw new IllegalStateException(failure);
            }
        }
    }
}
