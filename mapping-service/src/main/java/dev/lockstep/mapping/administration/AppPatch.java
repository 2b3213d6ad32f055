package dev.lockstep.mapping.administration;

import dev.lockstep.contracts.AccountOutcome.Change;
import dev.lockstep.contracts.AppConfig.Limits;
import dev.lockstep.contracts.AppConfig.Notifications;
import dev.lockstep.contracts.AppConfig.OnPurge;
import dev.lockstep.contracts.AppConfig.Policies;
import dev.lockstep.contracts.AppConfig.RemovalThreshold;
import dev.lockstep.kit.web.Problem;
import dev.lockstep.mapping.app.App;
import dev.lockstep.mapping.app.TenantUrl;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A JSON merge patch (RFC 7396) of an app's settings. Everything that is wrong with it is told at once. */
public final class AppPatch {
    private static final int MOST_CONCURRENCY = 64;
    private static final int MOST_PER_SECOND = 10_000;
    private static final int MOST_PROTECTED = 1_000;
    private static final int LONGEST_ACCOUNT = 256;
    private static final int LONGEST_NAME = 120;
    private final Map<String, @Nullable Object> patch;

    public AppPatch(Map<String, @Nullable Object> patch) {
        this.patch = patch;
    }

    /** @throws Problem with every field that cannot be taken */
    App.Draft apply(App.Draft app) {
        List<Problem.Detail> wrong = new ArrayList<>();
        String name = app.name();
        String tenantUrl = app.tenantUrl();
        boolean automatic = app.automatic();
        boolean everybody = app.everybody();
        boolean groupsEnabled = app.groupsEnabled();
        Notifications notifications = app.notifications();
        RemovalThreshold threshold = app.removalThreshold();
        Limits limits = app.limits();
        OnPurge onPurge = app.onPurge();
        Policies policies = app.policies();
        for (Map.Entry<String, @Nullable Object> field : patch.entrySet()) {
            String pointer = "/" + field.getKey();
            Object value = field.getValue();
            switch (field.getKey()) {
                case "name" -> name = name(value, name, wrong);
                case "tenantUrl" -> tenantUrl = tenantUrl(value, tenantUrl, wrong);
                case "provisioningMode" -> automatic = oneOf(value, "automatic", "manual", automatic, pointer, wrong);
                case "scope" -> everybody = oneOf(value, "all", "assigned", everybody, pointer, wrong);
                case "onPurge" -> onPurge = oneOf(value, "delete", "disable", onPurge == OnPurge.DELETE, pointer, wrong)
                        ? OnPurge.DELETE : OnPurge.DISABLE;
                case "notifications" -> notifications = notifications(value, notifications, wrong);
                case "removalThreshold" -> threshold = new RemovalThreshold(
                        number(value, "count", threshold.count(), 0, 1_000_000, pointer, wrong),
                        number(value, "percent", threshold.percent(), 0, 100, pointer, wrong),
                        names(value, "protectedAccounts", threshold.protectedAccounts(), pointer, wrong));
                case "limits" -> limits = new Limits(
                        number(value, "concurrency", limits.concurrency(), 1, MOST_CONCURRENCY, pointer, wrong),
                        number(value, "perSecond", limits.perSecond(), 0, MOST_PER_SECOND, pointer, wrong));
                case "retry" -> policies = PolicyPatch.retry(value, policies, wrong);
                case "confirmEffect" -> policies = PolicyPatch.confirm(value, policies, wrong);
                case "reconciliation" -> policies = PolicyPatch.reconciliation(value, policies, wrong);
                case "skipOutOfScopeDeletions" -> policies = PolicyPatch.skip(value, policies, wrong);
                case "groupsEnabled" -> groupsEnabled = flag(value, groupsEnabled, pointer, wrong);
                default -> wrong.add(new Problem.Detail(pointer, "unknown", "An app has no such setting that could be changed."));
            }
        }
        if (!wrong.isEmpty()) {
            throw Problem.invalid("Nothing was changed: some settings cannot be taken.", "Correct the settings that are named.", wrong);
        }
        return new App.Draft(name, tenantUrl, app.credentials(), app.job(), automatic, everybody, groupsEnabled, notifications, threshold, limits,
                onPurge, policies);
    }

    private static String name(@Nullable Object value, String old, List<Problem.Detail> wrong) {
        if (value instanceof String text && !text.isBlank() && text.length() <= LONGEST_NAME) {
            return text;
        }
        wrong.add(new Problem.Detail("/name", "malformed", "A name has 1 to " + LONGEST_NAME + " characters."));
        return old;
    }

    private static @Nullable String tenantUrl(@Nullable Object value, @Nullable String old, List<Problem.Detail> wrong) {
        if (value == null) {
            return null;
        }
        if (value instanceof String text) {
            TenantUrl.problem(text).ifPresent(problem -> wrong.add(new Problem.Detail("/tenantUrl", "malformed", problem)));
            return text;
        }
        wrong.add(new Problem.Detail("/tenantUrl", "malformed", "It must be a text."));
        return old;
    }

    private static boolean oneOf(@Nullable Object value, String yes, String no, boolean old, String pointer, List<Problem.Detail> wrong) {
        if (yes.equals(value) || no.equals(value)) {
            return yes.equals(value);
        }
        wrong.add(new Problem.Detail(pointer, "malformed", "It must be " + yes + " or " + no + "."));
        return old;
    }

    private static boolean flag(@Nullable Object value, boolean old, String pointer, List<Problem.Detail> wrong) {
        if (value instanceof Boolean flag) {
            return flag;
        }
        wrong.add(new Problem.Detail(pointer, "malformed", "It must be true or false."));
        return old;
    }

    private static Notifications notifications(@Nullable Object value, Notifications old, List<Problem.Detail> wrong) {
        if (value == null) {
            return new Notifications(null, false);
        }
        if (!(value instanceof Map<?, ?> fields)) {
            wrong.add(new Problem.Detail("/notifications", "malformed", "It must be an object {email, onFailure, webhook}."));
            return old;
        }
        String email = old.email();
        boolean onFailure = old.onFailure();
        if (fields.containsKey("email")) {
            Object given = fields.get("email");
            if (given == null || given instanceof String text && text.matches("[^@\\s]+@[^@\\s]+")) {
                email = (String) given;
            } else {
                wrong.add(new Problem.Detail("/notifications/email", "malformed", "It must be a mail address."));
            }
        }
        if (fields.containsKey("onFailure")) {
            if (fields.get("onFailure") instanceof Boolean flag) {
                onFailure = flag;
            } else {
                wrong.add(new Problem.Detail("/notifications/onFailure", "malformed", "It must be true or false."));
            }
        }
        String webhook = old.webhook();
        if (fields.containsKey("webhook")) {
            Object given = fields.get("webhook");
            if (given == null || given instanceof String text && TenantUrl.problem(text).isEmpty()) {
                webhook = (String) given;
            } else {
                wrong.add(new Problem.Detail("/notifications/webhook", "malformed", "It must be an https address without user name and fragment."));
            }
        }
        return new Notifications(email, onFailure, webhook);
    }

    private static int number(@Nullable Object value, String field, int old, int least, int most, String pointer, List<Problem.Detail> wrong) {
        if (!(value instanceof Map<?, ?> fields)) {
            wrong.add(new Problem.Detail(pointer + "/" + field, "malformed", "It must be an object."));
            return old;
        }
        Object given = fields.get(field);
        if (given == null) {
            return old;
        }
        if (given instanceof Integer number && number >= least && number <= most) {
            return number;
        }
        wrong.add(new Problem.Detail(pointer + "/" + field, "malformed", "It must be a whole number from " + least + " to " + most + "."));
        return old;
    }

    private static Set<String> names(@Nullable Object value, String field, Set<String> old, String pointer, List<Problem.Detail> wrong) {
        if (!(value instanceof Map<?, ?> fields) || !fields.containsKey(field)) {
            return old;
        }
        Object given = fields.get(field);
        if (given == null) {
            return Set.of();
        }
        if (given instanceof List<?> list && list.size() <= MOST_PROTECTED
                && list.stream().allMatch(one -> one instanceof String account && !account.isBlank() && account.length() <= LONGEST_ACCOUNT)) {
            return list.stream().map(String::valueOf).collect(Collectors.toUnmodifiableSet());
        }
        wrong.add(new Problem.Detail(pointer + "/" + field, "malformed", "It must be a list of at most " + MOST_PROTECTED + " object ids or user names."));
        return old;
    }

    /** Before and after, for the record; of a secret only that it was set. */
    static List<Change> changes(App.Draft before, App.Draft after, boolean secretSet) {
        List<Change> changes = new ArrayList<>();
        add(changes, "name", before.name(), after.name());
        add(changes, "tenantUrl", before.tenantUrl(), after.tenantUrl());
        add(changes, "provisioningMode", before.automatic() ? "automatic" : "manual", after.automatic() ? "automatic" : "manual");
        add(changes, "scope", before.everybody() ? "all" : "assigned", after.everybody() ? "all" : "assigned");
        add(changes, "groupsEnabled", before.groupsEnabled(), after.groupsEnabled());
        add(changes, "notifications.email", before.notifications().email(), after.notifications().email());
        add(changes, "notifications.onFailure", before.notifications().onFailure(), after.notifications().onFailure());
        add(changes, "notifications.webhook", PolicyPatch.place(before.notifications().webhook()), PolicyPatch.place(after.notifications().webhook()));
        add(changes, "removalThreshold.count", before.removalThreshold().count(), after.removalThreshold().count());
        add(changes, "removalThreshold.percent", before.removalThreshold().percent(), after.removalThreshold().percent());
        add(changes, "removalThreshold.protectedAccounts", before.removalThreshold().protectedAccounts().stream().sorted().toList(),
                after.removalThreshold().protectedAccounts().stream().sorted().toList());
        add(changes, "limits.concurrency", before.limits().concurrency(), after.limits().concurrency());
        add(changes, "limits.perSecond", before.limits().perSecond(), after.limits().perSecond());
        add(changes, "onPurge", before.onPurge().name().toLowerCase(java.util.Locale.ROOT), after.onPurge().name().toLowerCase(java.util.Locale.ROOT));
        PolicyPatch.changes(before.policies(), after.policies(), changes);
        if (secretSet) {
            changes.addAll(secretSet());
        }
        return changes;
    }

    static List<Change> secretSet() {
        return List.of(new Change("credentials", null, "set"));
    }

    private static void add(List<Change> changes, String name, @Nullable Object before, @Nullable Object after) {
        if (!Objects.equals(before, after)) {
            changes.add(new Change(name, before, after));
        }
    }
}
