package dev.lockstep.audit.notify;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Sends what is due: at once when a failure was recorded here, and regularly for what others left. */
public final class NoticeRound implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(NoticeRound.class);

    private final String name;
    private final Runnable sendDue;
    private final Duration poll;
    private final BlockingQueue<Boolean> wakes = new ArrayBlockingQueue<>(1);
    private volatile @Nullable Thread thread;

    /** @param name of its thread */
    public NoticeRound(String name, Runnable sendDue, Duration poll) {
        this.name = name;
        this.sendDue = sendDue;
        this.poll = poll;
    }

    /** Something may be due. */
    public void wake() {
        wakes.offer(true);
    }

    @Override
    public void start() {
        thread = Thread.ofPlatform().daemon().name(name).start(this::run);
    }

    private void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                wakes.poll(poll.toMillis(), TimeUnit.MILLISECONDS);
                sendDue();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void sendDue() {
        try {
            sendDue.run();
        } catch (RuntimeException e) {
            // The store may be away; what is due stays due.
            log.atWarn().addKeyValue("fault", e.getClass().getName()).log("notifications wait for the next round");
        }
    }

    @Override
    public void stop() {
        Thread running = thread;
        thread = null;
        if (running != null) {
            running.interrupt();
            try {
                running.join(Duration.ofSeconds(15));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }
}
