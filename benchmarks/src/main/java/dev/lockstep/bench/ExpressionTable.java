package dev.lockstep.bench;

import dev.lockstep.bench.expressions.Language;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The expressions' figures for people: a line for each, a column for each language. */
final class ExpressionTable {

    private ExpressionTable() {
    }

    static String of(List<Measured.Evaluation> evaluations) {
        Map<String, Map<String, Measured.Evaluation>> rows = new LinkedHashMap<>();
        evaluations.forEach(one -> rows.computeIfAbsent(one.expression(), _ -> new LinkedHashMap<>()).put(one.language(), one));
        StringBuilder text = new StringBuilder("\n## Expressions: nanoseconds and bytes allocated for one user\n\n"
                + "| | Lockstep | SpEL interpreted | SpEL compiled | JEXL | the fastest other, times as long |\n|---|---|---|---|---|---|\n");
        rows.forEach((name, row) -> {
            text.append("| ").append(name);
            for (Language language : Language.values()) {
                Measured.Evaluation one = row.get(language.name());
                text.append(one == null ? " | –" : String.format(Locale.ROOT, " | %.0f ± %.0f ns, %.0f B", one.nanoseconds(), one.error(), one.bytes()));
            }
            text.append(String.format(Locale.ROOT, " | **%.1f** |%n", advantage(row)));
        });
        return text.toString();
    }

    /** How many times as long the fastest of the others takes. */
    static double advantage(List<Measured.Evaluation> evaluations, String expression) {
        Map<String, Measured.Evaluation> row = new LinkedHashMap<>();
        evaluations.stream().filter(one -> one.expression().equals(expression)).forEach(one -> row.put(one.language(), one));
        return advantage(row);
    }

    private static double advantage(Map<String, Measured.Evaluation> row) {
        Measured.Evaluation ours = row.get(Language.LOCKSTEP.name());
        double fastest = row.values().stream().filter(one -> one != ours).mapToDouble(Measured.Evaluation::nanoseconds).min().orElse(Double.NaN);
        return ours == null ? Double.NaN : fastest / ours.nanoseconds();
    }
}
