package dev.lockstep.e2e.halts;

import dev.lockstep.e2e.torture.cluster.Cluster.Part;
import java.util.ArrayList;
import java.util.List;

/**
 * One halt.
 *
 * @param name of the point
 * @param kind what is being done to the account
 * @param part who halts; for the writer whichever has the account
 * @param otherReplica whether another writer goes on; else the process is started again
 * @param lines for the process, see {@code inside.Halting}; {@code <id>} stands for the person. Empty: it is killed while its call is at the target
 */
record Order(String name, Kind kind, Part part, boolean otherReplica, List<String> lines) {
    enum Kind {
        CREATE("POST"), UPDATE("PATCH"), DISABLE("PATCH"), DELETE("DELETE");

        private final String method;

        Kind(String method) {
            this.method = method;
        }

        String method() {
            return method;
        }

        String id() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    private static final String ROW = "\"" + Halts.APP + "/<id>\"";

    static List<Order> all() {
        List<Order> all = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            writer(all, kind, false);
        }
        for (Kind kind : List.of(Kind.CREATE, Kind.DISABLE)) {
            for (String when : List.of("before", "after")) {
                all.add(service(when + "-reservation-stored", kind, Part.INGEST, List.of(when, "reservations", "hr/<event>")));
                all.add(service(when + "-object-stored", kind, Part.MAPPING, List.of(when, "objects", "\"<id>\"")));
                all.add(service(when + "-decision-stored", kind, Part.MAPPING, List.of(when, "decisions", ROW)));
                all.add(service(when + "-effect-recorded", kind, Part.AUDIT, List.of(when, "ledger", "\"objectId\": \"<id>\"", "\"action\": \"" + kind.id() + "\"")));
            }
        }
        for (String when : List.of("before", "after")) {
            all.add(service(when + "-batch-marked", Kind.UPDATE, Part.INGEST, List.of(when, "batches", "PUBLISHED")));
        }
        for (Kind kind : Kind.values()) {
            writer(all, kind, true);
        }
        return all;
    }

    private static void writer(List<Order> all, Kind kind, boolean other) {
        String prefix = "writer/" + kind.id() + "/";
        all.add(new Order(prefix + "before-intent-stored", kind, Part.WRITER_1, other, List.of("before", "work", ROW, "\"startBy\"", "!\"stamp\"")));
        all.add(new Order(prefix + "after-intent-stored", kind, Part.WRITER_1, other, List.of("after", "work", ROW, "\"startBy\"", "!\"stamp\"")));
        if (!other) {
            all.add(new Order(prefix + "after-call-before-answer", kind, Part.WRITER_1, false, List.of()));
        }
        all.add(new Order(prefix + "before-outcome-stored", kind, Part.WRITER_1, other, List.of("before", "work", ROW, "\"stamp\"")));
        all.add(new Order(prefix + "after-outcome-stored", kind, Part.WRITER_1, other, List.of("after", "work", ROW, "\"stamp\"")));
    }

    private static Order service(String name, Kind kind, Part part, List<String> lines) {
        return new Order(part.name().toLowerCase(java.util.Locale.ROOT) + "/" + kind.id() + "/" + name, kind, part, false, lines);
    }
}
