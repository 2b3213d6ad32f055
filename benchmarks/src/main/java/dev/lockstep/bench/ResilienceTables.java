package dev.lockstep.bench;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The figures about failures for people. */
final class ResilienceTables {

    private final StringBuilder text = new StringBuilder();

    private ResilienceTables() {
    }

    static String of(Resilience measured) {
        ResilienceTables tables = new ResilienceTables();
        if (measured.isolation() != null) {
            tables.isolation(measured.isolation());
        }
        if (measured.leaver() != null) {
            tables.leaver(measured.leaver());
        }
        if (!measured.allowances().isEmpty()) {
            tables.line("%n## A target's allowance%n");
            tables.line("| counted by | seconds | calls taken | used | most in any second | 429 in that time | in the whole run | waited at the end |%n|---|---|---|---|---|---|---|---|");
            measured.allowances().forEach(tables::allowance);
            measured.allowances().forEach(one -> tables.doubts(one.doubts()));
        }
        if (measured.outage() != null) {
            tables.outage(measured.outage());
        }
        if (measured.replay() != null) {
            tables.replay(measured.replay());
        }
        return tables.text.toString();
    }

    private void isolation(Resilience.Isolation one) {
        line("%n## Isolation: one of %d apps hangs%n", one.apps());
        line("%d people a second, each with a write to each app: %d writes/s. %d accounts waited for the app that hangs when the second stream began, %d when it ended; "
                + "it left %d calls hanging meanwhile, and its job said %s.%n", one.perSecond(), one.perSecond() * one.apps(), one.queued(), one.queuedAfter(),
                one.hangingCalls(), one.hangingStatus());
        phases(one.baseline(), one.hanging());
        line("%nHanging over baseline: throughput **%.2f** (the lowest of the other apps), p99 **%.2f** (the highest; all together %.2f).", one.throughputRatio(),
                one.p99Ratio(), one.pooledP99Ratio());
        doubts(one.doubts());
    }

    private void phases(Resilience.Phase... phases) {
        line("| Phase | app | writes/s | confirmed p50 | p95 | p99 | max, ms | written p50 | p99, ms | missing |%n|---|---|---|---|---|---|---|---|---|---|");
        for (Resilience.Phase phase : phases) {
            for (Resilience.AppRun app : phase.apps()) {
                line("| %s | %s | %.1f | %.0f | %.0f | %.0f | %.0f | %.0f | %.0f | %d |", phase.name(), app.app(), app.perSecond(), app.confirmed().p50(), app.confirmed().p95(),
                        app.confirmed().p99(), app.confirmed().max(), app.written().p50(), app.written().p99(), app.missing());
            }
            Distribution all = phase.pooled();
            line("| %s | **all** (%d) | | %.0f | %.0f | **%.0f** | %.0f | | | |", phase.name(), all.count(), all.p50(), all.p95(), all.p99(), all.max());
        }
        text.append('\n');
        for (Resilience.Phase phase : phases) {
            line("%s: 202 after p50 %.0f, p99 %.0f ms; the load was at most %.0f ms late (p99 %.0f); CPU in %% of a core: Lockstep %d, targets %d, load %d; machine %d %% busy.",
                    phase.name(), phase.answer().p50(), phase.answer().p99(), phase.lag().max(), phase.lag().p99(), phase.lockstepCpuPercent(), phase.targetCpuPercent(),
                    phase.generatorCpuPercent(), phase.busyPercent());
        }
    }

    private void leaver(Resilience.Leaver one) {
        Distribution d = one.seconds();
        line("%n## Leavers while updates wait%n");
        line("%d people changed; %.0f s later %d updates waited for a target that takes %.0f writes a second at most (%.1f a second were made), and %d when the last had left.%n",
                one.people(), one.loadSeconds(), one.waitingBefore(), one.configuredPerSecond(), one.writesPerSecond(), one.waitingAfter());
        line("| From accepted to `active: false` written, seconds | count | p50 | p95 | p99 | max | missing |%n|---|---|---|---|---|---|---|");
        line("| | %d | %.2f | %.2f | %.2f | **%.2f** | %d |%n", d.count(), d.p50(), d.p95(), d.p99(), d.max(), one.missing());
        line("In the order in which they left: %s.", one.each().stream().map(s -> String.format(Locale.ROOT, "%.2f", s)).collect(Collectors.joining(", ")));
        doubts(one.doubts());
    }

    private void allowance(Resilience.Allowance one) {
        line("| %s, %d/s | %.0f | %s | **%.3f** | %d | %d | %d | %d |", one.counting(), one.perSecond(), one.seconds(), one.calls(), one.utilisation(), one.most(),
                one.refusedInWindow(), one.refused(), one.waitingAfter());
    }

    private void outage(Resilience.Outage one) {
        line("%n## After an outage%n");
        line("The target was down for %.0f s; %d people changed %d times each meanwhile. %d calls reached it while it answered 503. When it came back the job said %s. The first call came "
                + "%.1f s later, the last person's newest value **%.1f s** later.%n", one.outageSeconds(), one.people(), one.changes(), one.callsDuring(), one.statusAtEnd(),
                one.firstCallSeconds(), one.catchUpSeconds());
        line("| writes of a person after the outage | people |%n|---|---|");
        one.writesPerUser().forEach((writes, people) -> line("| %d | %d |", writes, people));
        line("%nPeople whose newest value never came: %d.", one.stale());
        doubts(one.doubts());
    }

    private void replay(Resilience.Replay one) {
        line("%n## Replay%n");
        line("%d failures of %d people. Preview after %.1f s: %s. Replay at up to %d a second, done after %.1f s (%.0f a second): %s; %d of those people were written to in the target.%n",
                one.failures(), one.people(), one.previewSeconds(), one.preview(), one.perSecond(), one.seconds(), one.failures() / one.seconds(), one.result(), one.accountsMended());
        phases(one.baseline(), one.during());
        line("%np99 beside the replay over p99 without: **%.2f** (the higher of the two apps).", one.p99Ratio());
        doubts(one.liveDoubts());
        Resilience.Cancel cancel = one.cancel();
        if (cancel != null) {
            line("%nA second replay of %d failures was cancelled with %d done and %d calls made. The request was answered after %.2f s; %d more calls reached the target, the last after **%.2f s**; "
                    + "it said %s after %.2f s. %d failures were left.", cancel.matched(), cancel.doneAtCancel(), cancel.callsBefore(), cancel.answeredSeconds(), cancel.callsAfter(),
                    cancel.lastCallSeconds(), cancel.state(), cancel.stateSeconds(), cancel.leftFailing());
        }
        doubts(one.doubts());
    }

    private void doubts(List<String> doubts) {
        if (!doubts.isEmpty()) {
            line("%n**Not valid:** %s.", String.join("; ", doubts));
        }
    }

    private void line(String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
