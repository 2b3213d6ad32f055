package dev.lockstep.standalone.demo;

import java.io.PrintStream;
import java.time.Duration;

/** What a person sees of the demo. Plain text; the progress bar is redrawn only on a terminal. */
final class Screen {
    private static final int BAR = 32;
    private final PrintStream out;
    private final boolean terminal;

    Screen(PrintStream out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    void title(String text) {
        out.println();
        out.println("== " + text);
    }

    void line(String format, Object... arguments) {
        out.println("   " + (arguments.length == 0 ? format : format.formatted(arguments)));
    }

    void progress(long done, long total, boolean totalKnown, double perSecond, long etaSeconds) {
        int filled = total == 0 ? 0 : (int) Math.min(BAR, BAR * done / total);
        String text = "   [%s%s] %d of %s people, %.0f/s%s".formatted("#".repeat(filled), ".".repeat(BAR - filled), done,
                totalKnown ? Long.toString(total) : "at least " + total, perSecond, etaSeconds < 0 ? "" : ", about %d s left".formatted(etaSeconds));
        if (terminal) {
            out.print("\r" + text + " ".repeat(Math.max(0, 96 - text.length())));
            out.flush();
        } else {
            out.println(text);
        }
    }

    void endProgress() {
        if (terminal) {
            out.println();
        }
    }

    boolean terminal() {
        return terminal;
    }

    static String millis(Duration duration) {
        return duration.toMillis() + " ms";
    }
}
