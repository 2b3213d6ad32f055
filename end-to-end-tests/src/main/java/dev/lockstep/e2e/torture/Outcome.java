package dev.lockstep.e2e.torture;

import dev.lockstep.e2e.torture.check.Violation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a run came to.
 *
 * @param faults how often each kind was carried out
 * @param figures in the order in which they are shown
 * @param stories what the witnesses say of those whom the first violations concern
 */
public record Outcome(Tier tier, long seed, Map<String, Integer> faults, Map<String, String> figures, List<Violation> violations, List<String> stories) {
    private static final int SHOWN = 40;

    public Outcome {
        figures = new LinkedHashMap<>(figures);
    }

    /** @return the report as Markdown */
    public String report() {
        int total = faults.values().stream().mapToInt(Integer::intValue).sum();
        StringBuilder text = new StringBuilder("# Torture run " + tier + ", seed " + seed + "\n\n");
        text.append(violations.isEmpty() ? "No violation." : violations.size() + " violations.").append("\n\n");
        text.append("Again: `./lockstep torture --tier ").append(tier).append(" --seed ").append(seed).append("`\n\n");
        text.append("| Figure | Value |\n|---|---|\n");
        figures.forEach((name, value) -> text.append("| ").append(name).append(" | ").append(value).append(" |\n"));
        text.append("| faults | ").append(total).append(" |\n");
        faults.forEach((kind, times) -> text.append("| fault: ").append(kind).append(" | ").append(times).append(" |\n"));
        if (total > 0 && violations.isEmpty()) {
            text.append("\nNo failure in ").append(total).append(" faults bounds the share of faults that lead to one at ")
                    .append("%.1f".formatted(300.0 / total)).append(" % with 95 % confidence (rule of three).\n");
        }
        if (!violations.isEmpty()) {
            text.append("\n## Violations\n\n");
            Map<String, Integer> byInvariant = new java.util.TreeMap<>();
            violations.forEach(violation -> byInvariant.merge(violation.invariant(), 1, Integer::sum));
            text.append("By invariant: ").append(byInvariant).append("\n\n");
            violations.stream().limit(SHOWN).forEach(violation -> text.append("- ").append(violation).append('\n'));
            if (violations.size() > SHOWN) {
                text.append("- and ").append(violations.size() - SHOWN).append(" more\n");
            }
            stories.forEach(story -> text.append("\n    ").append(story).append('\n'));
        }
        return text.toString();
    }
}
