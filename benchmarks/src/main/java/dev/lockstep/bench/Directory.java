package dev.lockstep.bench;

import java.util.function.Consumer;

/** Who is in the directory: people with numbers from 0 on, more and more of them. */
final class Directory {

    private static final int CONNECTIONS = 8;
    private static final int MEMBERS = 2_000;

    private final Lockstep lockstep;
    private final Consumer<String> tell;
    private int size;

    Directory(Lockstep lockstep, Consumer<String> tell) {
        this.lockstep = lockstep;
        this.tell = tell;
    }

    /** Sees to it that there are so many people, or more. */
    void atLeast(int people) {
        if (people > size) {
            tell.accept("feeding people " + size + " to " + people);
            change("feed", size, people);
            lockstep.process().atRest();
            size = people;
        }
    }

    int size() {
        return size;
    }

    /** Changes the people numbered from (inclusive) to (exclusive), in batches. @return seconds until the last was accepted */
    double change(String round, int from, int to) {
        try (IngestLoad source = lockstep.source(CONNECTIONS)) {
            return source.range(round, from, to);
        }
    }

    /** A group with the people numbered from (inclusive) to (exclusive). */
    void group(String group, int from, int to) {
        try (IngestLoad source = lockstep.source(1)) {
            source.one(People.group(group));
            for (int first = from; first < to; first += MEMBERS) {
                source.one(People.members(group, first, Math.min(to, first + MEMBERS)));
            }
        }
        lockstep.process().atRest();
    }
}
