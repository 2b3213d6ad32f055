package dev.lockstep.mapping.directory;

import java.util.List;

/**
 * Which source is believed first, for each attribute on its own. A source that is not listed comes after all listed ones;
 * among sources of one rank the last writer counts.
 */
public record Precedence(List<String> sources) {
    public static final Precedence LAST_WRITER = new Precedence(List.of());

    public Precedence {
        sources = List.copyOf(sources);
    }

    int rank(String source) {
        int at = sources.indexOf(source);
        return at < 0 ? sources.size() : at;
    }

    boolean outranks(String source, String other) {
        return rank(source) < rank(other);
    }
}
