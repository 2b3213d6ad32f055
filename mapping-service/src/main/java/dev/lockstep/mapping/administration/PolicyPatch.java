package dev.lockstep.mapping.administration;

import dev.lockstep.contracts.AccountOutcome.Change;
import dev.lockstep.contracts.AppConfig.Confirm;
import dev.lockstep.contracts.AppConfig.Drift;
import dev.lockstep.contracts.AppConfig.Policies;
import dev.lockstep.contracts.AppConfig.Reconciliation;
import dev.lockstep.contracts.AppConfig.Retry;
import dev.lockstep.contracts.AppConfig.Vanished;
import dev.lockstep.kit.web.Problem;
import java.net.URI;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The part of an app's merge patch that is about its policies. */
final class PolicyPatch {
    private static final int MOST_WAITS = 30;
    private static final int LONGEST_WAIT = 7 * 24 * 3600;
    private static final int MOST_DAYS = 90;
    private static final int MOST_HOURS = 24 * 31;
    private static final int MOST_ATTRIBUTES = 200;

    private PolicyPatch() {
    }

    /** {@code retry: {waitSeconds[], dailyUntilDay}}; null goes back to the installation's plan. */
    static Policies retry(@Nullable Object value, Policies old, List<Problem.Detail> wrong) {
        if (value == null) {
            return new Policies(null, old.confirmEffect(), old.reconciliation(), old.skipOutOfScopeDeletions());
        }
        if (!(value instanceof Map<?, ?> fields) || !(fields.get("waitSeconds") instanceof List<?> waits) || waits.isEmpty() || waits.size() > MOST_WAITS
                || !waits.stream().allMatch(wait -> wait instanceof Integer seconds && seconds >= 1 && seconds <= LONGEST_WAIT)) {
            wrong.add(new Problem.Detail("/retry/waitSeconds", "malformed",
                    "It must be a list of 1 to " + MOST_WAITS + " whole numbers from 1 to " + LONGEST_WAIT + ", the seconds after each failed attempt."));
            return old;
        }
        Object days = fields.containsKey("dailyUntilDay") ? fields.get("dailyUntilDay") : (Object) 0;
        if (!(days instanceof Integer day) || day < 0 || day > MOST_DAYS) {
            wrong.add(new Problem.Detail("/retry/dailyUntilDay", "malformed", "It must be a whole number from 0 to " + MOST_DAYS + "."));
            return old;
        }
        return new Policies(new Retry(waits.stream().map(Integer.class::cast).toList(), day), old.confirmEffect(), old.reconciliation(),
                old.skipOutOfScopeDeletions());
    }

    /** {@code confirmEffect: always | sampled | never}. */
    static Policies confirm(@Nullable Object value, Policies old, List<Problem.Detail> wrong) {
        return new Policies(old.retry(), one(Confirm.class, value, old.confirmEffect(), "/confirmEffect", wrong), old.reconciliation(),
                old.skipOutOfScopeDeletions());
    }

    /** {@code skipOutOfScopeDeletions: true | false}. */
    static Policies skip(@Nullable Object value, Policies old, List<Problem.Detail> wrong) {
        if (value instanceof Boolean skip) {
            return new Policies(old.retry(), old.confirmEffect(), old.reconciliation(), skip);
        }
        wrong.add(new Problem.Detail("/skipOutOfScopeDeletions", "malformed", "It must be true or false."));
        return old;
    }

    /** {@code reconciliation: {everyHours, drift, attributes{path: drift}, vanished}}; what is not named stays. */
    static Policies reconciliation(@Nullable Object value, Policies old, List<Problem.Detail> wrong) {
        if (!(value instanceof Map<?, ?> fields)) {
            wrong.add(new Problem.Detail("/reconciliation", "malformed", "It must be an object {everyHours, drift, attributes, vanished}."));
            return old;
        }
        Reconciliation before = old.reconciliation();
        Object hours = fields.containsKey("everyHours") ? fields.get("everyHours") : (Object) before.everyHours();
        if (!(hours instanceof Integer every) || every < 0 || every > MOST_HOURS) {
            wrong.add(new Problem.Detail("/reconciliation/everyHours", "malformed", "It must be a whole number from 0 to " + MOST_HOURS + "; 0 = only when asked."));
            return old;
        }
        Drift drift = fields.containsKey("drift") ? one(Drift.class, fields.get("drift"), before.drift(), "/reconciliation/drift", wrong) : before.drift();
        Vanished vanished = fields.containsKey("vanished")
                ? one(Vanished.class, fields.get("vanished"), before.vanished(), "/reconciliation/vanished", wrong) : before.vanished();
        return new Policies(old.retry(), old.confirmEffect(), new Reconciliation(every, drift, attributes(fields, before.attributes(), wrong), vanished),
                old.skipOutOfScopeDeletions());
    }

    /** A merge: null takes an attribute out. */
    private static Map<String, Drift> attributes(Map<?, ?> fields, Map<String, Drift> before, List<Problem.Detail> wrong) {
        Object given = fields.get("attributes");
        if (given == null) {
            return fields.containsKey("attributes") ? Map.of() : before;
        }
        if (!(given instanceof Map<?, ?> each) || each.size() > MOST_ATTRIBUTES) {
            wrong.add(new Problem.Detail("/reconciliation/attributes", "malformed", "It must be an object of at most " + MOST_ATTRIBUTES + " SCIM paths."));
            return before;
        }
        Map<String, Drift> after = new HashMap<>(before);
        each.forEach((path, drift) -> {
            if (drift == null) {
                after.remove(String.valueOf(path));
            } else {
                after.put(String.valueOf(path), one(Drift.class, drift, Drift.ALERT, "/reconciliation/attributes/" + path, wrong));
            }
        });
        return after;
    }

    private static <E extends Enum<E>> E one(Class<E> kind, @Nullable Object value, E old, String pointer, List<Problem.Detail> wrong) {
        for (E each : kind.getEnumConstants()) {
            if (text(each).equals(value)) {
                return each;
            }
        }
        wrong.add(new Problem.Detail(pointer, "malformed", "It must be one of "
                + Arrays.stream(kind.getEnumConstants()).map(PolicyPatch::text).collect(Collectors.joining(", ")) + "."));
        return old;
    }

    static String text(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    static void changes(Policies before, Policies after, List<Change> changes) {
        add(changes, "retry.waitSeconds", waits(before), waits(after));
        add(changes, "retry.dailyUntilDay", days(before), days(after));
        add(changes, "confirmEffect", text(before.confirmEffect()), text(after.confirmEffect()));
        add(changes, "reconciliation.everyHours", before.reconciliation().everyHours(), after.reconciliation().everyHours());
        add(changes, "reconciliation.drift", text(before.reconciliation().drift()), text(after.reconciliation().drift()));
        add(changes, "reconciliation.attributes", attributes(before), attributes(after));
        add(changes, "skipOutOfScopeDeletions", before.skipOutOfScopeDeletions(), after.skipOutOfScopeDeletions());
        add(changes, "reconciliation.vanished", text(before.reconciliation().vanished()), text(after.reconciliation().vanished()));
    }

    /** Some receivers put a secret into path or query, so only the rest goes on record; the fingerprint tells two apart. */
    static @Nullable String place(@Nullable String webhook) {
        if (webhook == null) {
            return null;
        }
        URI uri = URI.create(webhook);
        return uri.getScheme() + "://" + uri.getRawAuthority() + "/... (" + Integer.toHexString(webhook.hashCode()) + ")";
    }

    private static @Nullable Object waits(Policies policies) {
        return policies.retry() == null ? null : policies.retry().waitSeconds();
    }

    private static @Nullable Object days(Policies policies) {
        return policies.retry() == null ? null : policies.retry().dailyUntilDay();
    }

    private static Map<String, String> attributes(Policies policies) {
        Map<String, String> texts = new TreeMap<>();
        policies.reconciliation().attributes().forEach((path, drift) -> texts.put(path, text(drift)));
        return texts;
    }

    private static void add(List<Change> changes, String name, @Nullable Object before, @Nullable Object after) {
        if (!Objects.equals(before, after)) {
            changes.add(new Change(name, before, after));
        }
    }
}
