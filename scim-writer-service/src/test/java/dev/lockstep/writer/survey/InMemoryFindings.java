package dev.lockstep.writer.survey;

import dev.lockstep.writer.survey.Finding.Kind;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Findings in memory; passes the same contract as the real store. */
public final class InMemoryFindings implements Findings {
    private final Map<String, Finding> findings = new TreeMap<>();

    @Override
    public synchronized void put(List<Finding> found) {
        found.forEach(finding -> findings.put(finding.id(), finding));
    }

    @Override
    public synchronized List<Finding> list(String run, @Nullable Kind kind, @Nullable String after, int limit) {
        return findings.values().stream().filter(f -> f.run().equals(run) && (kind == null || f.kind() == kind) && (after == null || f.id().compareTo(after) > 0))
                .limit(limit).toList();
    }

    @Override
    public synchronized long count(String run, Kind kind) {
        return list(run, kind, null, Integer.MAX_VALUE).size();
    }

    @Override
    public synchronized long repaired(String run) {
        return findings.values().stream().filter(f -> f.run().equals(run) && f.repaired()).count();
    }

    @Override
    public synchronized void clear(String run) {
        findings.values().removeIf(f -> f.run().equals(run));
    }

    @Override
    public synchronized void dropBefore(long time) {
        findings.values().removeIf(f -> f.at() < time);
    }
}
