package dev.lockstep.console.pages;

import dev.lockstep.console.job.Job;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A job as a page shows it.
 *
 * @param tone {@code good}, {@code busy}, {@code calm} or {@code bad}: colours; the label says the same in words
 * @param bar whether there is anything to show in a progress bar
 * @param remaining such as {@code about 3 min left}; empty when there is nothing left
 */
record JobStrip(String status, String label, String tone, Job.@Nullable Reason reason, boolean bar, long done, long total, String count,
        String percent, long failed, String rate, String remaining, Job.Backlog backlog, long waiting, boolean idle, @Nullable When caughtUpTo,
        boolean canStart, boolean canPause, String startLabel) {

    static JobStrip of(Job job, boolean maySteer, Instant now) {
        Job.Progress p = job.progress();
        boolean running = !job.status().equals("off") && !job.status().equals("paused");
        Job.Backlog b = job.backlog();
        return new JobStrip(job.status(), label(job.status()), tone(job.status()), job.reason(),
                p.total() > 0 && !job.status().equals("off"), p.done(), Math.max(p.total(), 1), count(p), percent(p), p.failed(), rate(p),
                running ? remaining(p) : "", b, b.directory() + b.mapping() + b.writer() + b.retrying(), job.idle(),
                When.of(job.caughtUpTo(), now), maySteer && !running, maySteer && running,
                job.status().equals("paused") ? "Resume provisioning" : "Start provisioning");
    }

    private static String label(String status) {
        return switch (status) {
            case "off" -> "Off";
            case "initialSync" -> "Initial sync";
            case "steady" -> "In lockstep";
            case "paused" -> "Paused";
            case "quarantined" -> "Quarantined";
            default -> status;
        };
    }

    private static String tone(String status) {
        return switch (status) {
            case "steady" -> "good";
            case "initialSync" -> "busy";
            case "quarantined" -> "bad";
            default -> "calm";
        };
    }

    private static String count(Job.Progress p) {
        return number(p.done()) + " of " + number(p.total()) + (p.totalKnown() ? "" : " found so far");
    }

    private static String percent(Job.Progress p) {
        return p.total() == 0 || !p.totalKnown() ? "" : (int) Math.floor(100.0 * p.done() / p.total()) + " %";
    }

    private static String rate(Job.Progress p) {
        return p.perSecond() > 0 ? String.format(Locale.ROOT, p.perSecond() < 10 ? "%.1f/s" : "%.0f/s", p.perSecond()) : "–";
    }

    private static String remaining(Job.Progress p) {
        if (p.totalKnown() && p.done() >= p.total()) {
            return "";
        }
        return p.etaSeconds() == null ? "time left unknown" : "about " + When.span(Duration.ofSeconds(p.etaSeconds())) + " left";
    }

    static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }
}
