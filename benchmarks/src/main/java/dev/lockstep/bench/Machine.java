package dev.lockstep.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.stream.Stream;

/**
 * Where and of what the figures were measured.
 *
 * @param cpu the model, empty where the system does not tell
 * @param load the system's load average of the last minute before the start: anything else that ran takes from the figures
 * @param commit of the source tree, with {@code +changes} when it had changes that are not committed
 */
public record Machine(int cores, String cpu, long memoryMegabytes, String jdk, String os, double load, String commit, Instant date) {

    static Machine look(Path home) {
        var system = ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class);
        return new Machine(Runtime.getRuntime().availableProcessors(), cpuModel(), system.getTotalMemorySize() >> 20,
                System.getProperty("java.vm.vendor") + " " + Runtime.version(),
                system.getName() + " " + system.getVersion() + " " + system.getArch(),
                system.getSystemLoadAverage(), commit(home), Instant.now().truncatedTo(ChronoUnit.SECONDS));
    }

    /** CPU time of a process so far, in milliseconds, all its threads, user and system. */
    static long cpuMillis(ProcessHandle process) {
        return process.info().totalCpuDuration().map(Duration::toMillis).orElse(0L);
    }

    /** Share of all cores that was in use since the machine started, as two counters; zeros where the system does not tell. */
    record Ticks(long busy, long all) {
        static Ticks now() {
            try (Stream<String> lines = Files.lines(Path.of("/proc/stat"))) {
                String[] fields = lines.findFirst().orElse("").split("\\s+");
                long all = 0;
                for (int i = 1; i < Math.min(fields.length, 9); i++) {
                    all += Long.parseLong(fields[i]);
                }
                long idle = Long.parseLong(fields[4]) + Long.parseLong(fields[5]);
                return new Ticks(all - idle, all);
            } catch (IOException | RuntimeException e) {
                return new Ticks(0, 0);
            }
        }

        int busyPercentSince(Ticks before) {
            return all == before.all ? 0 : (int) Math.round(100.0 * (busy - before.busy) / (all - before.all));
        }
    }

    private static String cpuModel() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return lines.filter(line -> line.startsWith("model name")).findFirst().map(line -> line.substring(line.indexOf(':') + 1).strip()).orElse("");
        } catch (IOException e) {
            return "";
        }
    }

    private static String commit(Path home) {
        String commit = Commands.output("git", "-C", home.toString(), "rev-parse", "--short=12", "HEAD").strip();
        boolean changed = !Commands.output("git", "-C", home.toString(), "status", "--porcelain", "--untracked-files=no").isBlank();
        return commit + (changed ? "+changes" : "");
    }
}
