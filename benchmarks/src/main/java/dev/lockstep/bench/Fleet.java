package dev.lockstep.bench;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/** Does numbered pieces of work on as many virtual threads as asked, each taking the next piece when it is free. */
final class Fleet {

    private Fleet() {
    }

    /** @return the seconds that all of it took; the first failure of a piece is thrown when all threads have stopped */
    static double run(int threads, int pieces, IntConsumer work) {
        AtomicInteger next = new AtomicInteger();
        long start = System.nanoTime();
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var running = IntStream.range(0, threads).mapToObj(_ -> executor.submit(() -> {
                try {
                    for (int piece = next.getAndIncrement(); piece < pieces; piece = next.getAndIncrement()) {
                        work.accept(piece);
                    }
                } catch (RuntimeException e) {
                    next.set(pieces);
                    throw e;
                }
            })).toList();
            running.forEach(Fleet::join);
        }
        return (System.nanoTime() - start) / 1e9;
    }

    static void join(Future<?> thread) {
        try {
            thread.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
