package dev.lockstep.e2e.torture.check;

import dev.lockstep.targets.hostile.Entry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** I4: what is written of one person or group never falls back to an older version. Every title, and every group's name, carries its version. */
final class Order {
    private static final Pattern TITLE = Pattern.compile("\"Title (\\d+)\"");
    private static final Pattern NAME = Pattern.compile("\"[a-z0-9-]+ v(\\d+)\"");

    private Order() {
    }

    static List<Violation> check(Application application) {
        List<Violation> found = new ArrayList<>();
        Map<String, Long> newest = new HashMap<>();
        application.journal().stream().filter(Entry::committed).sorted(Comparator.comparingLong(Entry::commit)).forEach(entry -> {
            Matcher title = (entry.isOfGroup() ? NAME : TITLE).matcher(entry.body());
            if (title.find()) {
                long version = Long.parseLong(title.group(1));
                Long before = newest.put(entry.externalId(), version);
                if (before != null && before > version) {
                    found.add(new Violation("I4", application.name(), entry.externalId(), "version " + version + " was written after version " + before
                            + " (operation " + entry.idempotencyKey() + ")"));
                }
            }
        });
        return found;
    }
}
