package dev.lockstep.bench;

import dev.lockstep.bench.Measured.CeilingRun;
import dev.lockstep.bench.Measured.SyncRun;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Initial syncs into one target, each beside the bare client's run against the same, emptied target. */
final class SyncSection {

    private final Lockstep lockstep;
    private final Target target;
    private final Plan plan;
    private final Consumer<String> tell;

    SyncSection(Lockstep lockstep, Target target, Plan plan, Consumer<String> tell) {
        this.lockstep = lockstep;
        this.target = target;
        this.plan = plan;
        this.tell = tell;
    }

    /** @param warmUps runs of both before the timed ones */
    Measured.Sync measure(Section section, Target.Make make, int delayMs, int concurrency, int warmUps) {
        List<SyncRun> warm = new ArrayList<>();
        List<SyncRun> runs = new ArrayList<>();
        List<CeilingRun> ceilings = new ArrayList<>();
        List<Target.Account> accounts = List.of();
        target.delay(0);
        target.empty();
        for (int run = 0; run < warmUps + plan.runs(); run++) {
            boolean timed = run >= warmUps;
            target.delay(delayMs);
            SyncRun sync = sync(concurrency);
            target.delay(0);
            accounts = check();
            target.empty();
            target.delay(delayMs);
            CeilingRun ceiling = ceiling(concurrency, accounts);
            target.delay(0);
            target.empty();
            (timed ? runs : warm).add(sync);
            if (timed) {
                ceilings.add(ceiling);
            }
            tell.accept("%s %s: %.0f users/s, bare client %.0f; %.2f ms CPU a user, %.2f documents, machine %d %% busy".formatted(section,
                    timed ? "run" : "warm-up", sync.usersPerSecond(), ceiling.usersPerSecond(), sync.cpuMsPerUser(), sync.documentsPerUser(), sync.busyPercent()));
        }
        double mine = Distribution.median(runs.stream().mapToDouble(SyncRun::usersPerSecond).toArray());
        double bare = Distribution.median(ceilings.stream().mapToDouble(CeilingRun::usersPerSecond).toArray());
        long bytes = Math.round(accounts.stream().mapToInt(account -> account.body().length).average().orElse(0));
        return new Measured.Sync(section.toString(), make.title(), delayMs, concurrency, plan.users(), bytes, List.copyOf(warm), List.copyOf(runs),
                List.copyOf(ceilings), mine, bare, bare == 0 ? 0 : mine / bare);
    }

    private SyncRun sync(int concurrency) {
        String app = lockstep.addApp(target, concurrency);
        Usage before = lockstep.process().atRest();
        long targetBefore = target.cpuMillis();
        Machine.Ticks ticks = Machine.Ticks.now();
        double seconds = lockstep.initialSync(app);
        int busy = Machine.Ticks.now().busyPercentSince(ticks);
        long targetMillis = target.cpuMillis() - targetBefore;
        long steady = System.nanoTime();
        Usage used = lockstep.process().atRest().since(before);
        double ledger = (System.nanoTime() - steady) / 1e9;
        lockstep.removeApp(app);
        double users = plan.users();
        return new SyncRun(seconds, users / seconds, ledger, used.cpuMillis() / users, targetMillis / users,
                used.documents() / users, used.commits() / users, busy);
    }

    private List<Target.Account> check() {
        List<Target.Account> accounts = target.accounts().stream().map(Target::toPost).toList();
        if (accounts.size() != plan.users()) {
            throw new IllegalStateException("the target has " + accounts.size() + " accounts, not " + plan.users());
        }
        return accounts;
    }

    private static CeilingRun run(Target target, int concurrency, List<Target.Account> accounts) {
        Machine.Ticks ticks = Machine.Ticks.now();
        double seconds = Ceiling.seconds(target.tenantUrl(), Target.TOKEN, concurrency, accounts);
        return new CeilingRun(seconds, accounts.size() / seconds, Machine.Ticks.now().busyPercentSince(ticks));
    }

    private CeilingRun ceiling(int concurrency, List<Target.Account> accounts) {
        return run(target, concurrency, accounts);
    }
}
