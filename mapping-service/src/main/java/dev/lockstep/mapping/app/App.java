package dev.lockstep.mapping.app;

import dev.lockstep.contracts.Activity;
import dev.lockstep.contracts.AppConfig;
import dev.lockstep.contracts.AppConfig.Limits;
import dev.lockstep.contracts.AppConfig.Notifications;
import dev.lockstep.contracts.AppConfig.OnPurge;
import dev.lockstep.contracts.AppConfig.Policies;
import dev.lockstep.contracts.AppConfig.RemovalThreshold;
import dev.lockstep.contracts.AppConfig.TargetProfile;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * An application with an account for each person in scope. One document; everything that must follow from a change of it
 * waits in its {@link Outbox}, so that a process that dies after the change leaves the rest to the next one.
 *
 * @param configVersion grows with every change, also over removal and re-creation under the same id
 * @param automatic provisioning mode "automatic"; in "manual" the job does not start
 * @param everybody scope "all users and groups"; else "only assigned"
 * @param groupsEnabled whether groups and their members are written to the app, and not only used for assignment
 * @param schema synchronization schema in Microsoft Graph's JSON shape, as text: everything in it survives a round trip
 * @param stamp of that schema
 * @param draft a schema that runs in shadow, or null
 * @param salt for {@link dev.lockstep.mapping.desire.AppRules#salt()}
 * @param removed only a tombstone is left, which keeps the version
 * @param revision of the document, for compare-and-set; 0 before it is stored
 */
public record App(
        String id,
        String template,
        String name,
        @Nullable String tenantUrl,
        AppConfig.@Nullable Credentials credentials,
        long configVersion,
        Job job,
        boolean automatic,
        boolean everybody,
        boolean groupsEnabled,
        Notifications notifications,
        RemovalThreshold removalThreshold,
        Limits limits,
        OnPurge onPurge,
        Policies policies,
        TargetProfile profile,
        String schema,
        SchemaStamp stamp,
        @Nullable SchemaDraft draft,
        String salt,
        boolean removed,
        long revision,
        Outbox outbox) {

    /**
     * What has still to follow from changes of the app.
     *
     * @param config the app's settings, or their tombstone, have to be published
     * @param activities to publish
     * @param sweep a full walk over everybody has to be begun, or null
     * @param tombstones the removed app's decisions have to be withdrawn from {@code account.desired}
     */
    public record Outbox(boolean config, List<Activity> activities, @Nullable SweepOrder sweep, boolean tombstones) {
        public static final Outbox EMPTY = new Outbox(false, List.of(), null, false);

        public Outbox {
            activities = List.copyOf(activities);
        }

        public boolean isEmpty() {
            return !config && activities.isEmpty() && sweep == null && !tombstones;
        }
    }

    /**
     * @param id of the walk, derived from the change that wants it
     * @param syncId set when the walk is a sync
     */
    public record SweepOrder(String id, @Nullable String syncId, String initiator) {
    }

    public String scope() {
        return everybody ? "all" : "assigned";
    }

    /** This app after a change: the next version, with what has to follow. */
    public App changed(UnaryOperator<Draft> change, Activity activity, @Nullable SweepOrder sweep) {
        Draft draft = change.apply(new Draft(name, tenantUrl, credentials, job, automatic, everybody, groupsEnabled, notifications, removalThreshold,
                limits, onPurge, policies));
        return new App(id, template, draft.name, draft.tenantUrl, draft.credentials, configVersion + 1, draft.job, draft.automatic, draft.everybody,
                draft.groupsEnabled, draft.notifications, draft.removalThreshold, draft.limits, draft.onPurge, draft.policies, profile, schema, stamp, this.draft, salt, false, revision,
                new Outbox(true, and(activity), more(outbox.sweep(), sweep), outbox.tombstones()));
    }

    /**
     * This app with another schema that counts from now on: the next version, with what has to follow.
     *
     * @param nextDraft what is in shadow from now on, or null
     */
    public App schema(String next, SchemaStamp nextStamp, @Nullable SchemaDraft nextDraft, Activity activity, @Nullable SweepOrder sweep) {
        return new App(id, template, name, tenantUrl, credentials, configVersion + 1, job, automatic, everybody, groupsEnabled, notifications, removalThreshold,
                limits, onPurge, policies, profile, next, nextStamp, nextDraft, salt, false, revision,
                new Outbox(true, and(activity), more(outbox.sweep(), sweep), outbox.tombstones()));
    }

    /** Same settings with another draft, or none: no new version, because nothing that counts has changed. */
    public App draft(@Nullable SchemaDraft next, Activity activity) {
        return new App(id, template, name, tenantUrl, credentials, configVersion, job, automatic, everybody, groupsEnabled, notifications, removalThreshold,
                limits, onPurge, policies, profile, schema, stamp, next, salt, removed, revision,
                new Outbox(outbox.config(), and(activity), outbox.sweep(), outbox.tombstones()));
    }

    private List<Activity> and(Activity activity) {
        List<Activity> activities = new ArrayList<>(outbox.activities());
        activities.add(activity);
        return activities;
    }

    /** A sync that has not begun yet evaluates by the newest rules anyway, so no other walk takes its place. */
    private static @Nullable SweepOrder more(@Nullable SweepOrder waiting, @Nullable SweepOrder added) {
        return added == null || waiting != null && waiting.syncId() != null && added.syncId() == null ? waiting : added;
    }

    /** What is left when the app is removed: its id and version. */
    public App remove(Activity activity) {
        return new App(id, template, name, null, null, configVersion + 1, Job.OFF, automatic, everybody, groupsEnabled, new Notifications(null, false),
                removalThreshold, limits, onPurge, policies, profile, "{}", stamp, null, "", true, revision, new Outbox(true, and(activity), null, true));
    }

    /** Same settings, other outbox; no new version. */
    public App with(Outbox next) {
        return new App(id, template, name, tenantUrl, credentials, configVersion, job, automatic, everybody, groupsEnabled, notifications, removalThreshold,
                limits, onPurge, policies, profile, schema, stamp, draft, salt, removed, revision, next);
    }

    public AppConfig config() {
        return new AppConfig(id, name, template, configVersion, tenantUrl, credentials, profile, limits, job.provisioning(),
                onPurge, notifications, removalThreshold, policies);
    }

    /** The settings that a change may touch. */
    public record Draft(
            String name,
            @Nullable String tenantUrl,
            AppConfig.@Nullable Credentials credentials,
            Job job,
            boolean automatic,
            boolean everybody,
            boolean groupsEnabled,
            Notifications notifications,
            RemovalThreshold removalThreshold,
            Limits limits,
            OnPurge onPurge,
            Policies policies) {

        public Draft target(@Nullable String url, AppConfig.@Nullable Credentials secrets) {
            return new Draft(name, url, secrets, job, automatic, everybody, groupsEnabled, notifications, removalThreshold, limits, onPurge, policies);
        }

        public Draft job(Job next) {
            return new Draft(name, tenantUrl, credentials, next, automatic, everybody, groupsEnabled, notifications, removalThreshold, limits, onPurge, policies);
        }

        public Draft named(String newName) {
            return new Draft(newName, tenantUrl, credentials, job, automatic, everybody, groupsEnabled, notifications, removalThreshold, limits, onPurge, policies);
        }
    }
}
