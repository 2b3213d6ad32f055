package dev.lockstep.contracts;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the writer and the audit service must know of an app. Key of the topic: the app id; a tombstone removes the app.
 *
 * @param configVersion grows with every change
 * @param tenantUrl SCIM base URL, or null while none is set
 * @param credentials null while none are set
 * @param policies retry, confirmation, reconciliation
 */
public record AppConfig(
        String app,
        String name,
        String template,
        long configVersion,
        @Nullable String tenantUrl,
        @Nullable Credentials credentials,
        TargetProfile profile,
        Limits limits,
        Provisioning provisioning,
        OnPurge onPurge,
        Notifications notifications,
        RemovalThreshold removalThreshold,
        Policies policies)
        implements Message {

    public AppConfig {
        // Messages of versions that did not know them.
        policies = policies == null ? Policies.STANDARD : policies;
    }

    /** With the usual policies. */
    public AppConfig(String app, String name, String template, long configVersion, @Nullable String tenantUrl, @Nullable Credentials credentials,
            TargetProfile profile, Limits limits, Provisioning provisioning, OnPurge onPurge, Notifications notifications,
            RemovalThreshold removalThreshold) {
        this(app, name, template, configVersion, tenantUrl, credentials, profile, limits, provisioning, onPurge, notifications, removalThreshold,
                Policies.STANDARD);
    }

    public enum Provisioning {
        /** Never started, or removed: only provision on demand writes. */
        OFF,
        ON,
        /** Desires are kept and shown as backlog, nothing is called but provision on demand. */
        PAUSED
    }

    public enum OnPurge {
        DELETE, DISABLE
    }

    /**
     * @param secret the encrypted token or client secret
     * @param tokenEndpoint for OAuth client credentials, else null
     */
    public record Credentials(
            Kind kind,
            EncryptedSecret secret,
            @Nullable String tokenEndpoint,
            @Nullable String clientId,
            List<String> scopes) {
        public enum Kind {
            BEARER, OAUTH_CLIENT_CREDENTIALS
        }
    }

    /**
     * A secret that only the writer can read: Tink hybrid encryption, context {@code <app>/<field>/<version>}.
     *
     * @param ciphertext base64
     * @param field for instance {@code secretToken}
     * @param version the configuration version with which it was set
     * @param fingerprint tells two secrets apart without revealing them
     */
    public record EncryptedSecret(String ciphertext, String field, long version, String fingerprint, Instant changedAt) {
        public String context(String app) {
            return app + "/" + field + "/" + version;
        }
    }

    /** @param concurrency calls at a time; {@code perSecond} calls a second, 0 = no limit */
    public record Limits(int concurrency, int perSecond) {
    }

    /**
     * Who is told of an app's troubles, once per reason and episode.
     *
     * @param email gets a mail; null for none
     * @param onFailure whether failed accounts count as a trouble, and not only what stops the whole app
     * @param webhook address that gets a signed POST; null for none
     */
    public record Notifications(@Nullable String email, boolean onFailure, @Nullable String webhook) {
        /** By mail only. */
        public Notifications(@Nullable String email, boolean onFailure) {
            this(email, onFailure, null);
        }
    }

    /**
     * How an app's accounts are looked after beyond writing them once.
     *
     * @param retry when a failed account is attempted again; null for the installation's plan
     * @param confirmEffect whether an account is read back after it was disabled or deleted
     * @param reconciliation what a comparison with the target leads to
     * @param skipOutOfScopeDeletions accounts of people who go out of scope are left alone instead of disabled, Entra's
     *        {@code SkipOutOfScopeDeletions}
     */
    public record Policies(@Nullable Retry retry, Confirm confirmEffect, Reconciliation reconciliation, boolean skipOutOfScopeDeletions) {
        public static final Policies STANDARD = new Policies(null, Confirm.ALWAYS, Reconciliation.STANDARD);

        /** Who goes out of scope is disabled. */
        public Policies(@Nullable Retry retry, Confirm confirmEffect, Reconciliation reconciliation) {
            this(retry, confirmEffect, reconciliation, false);
        }

        public Policies {
            confirmEffect = confirmEffect == null ? Confirm.ALWAYS : confirmEffect;
            reconciliation = reconciliation == null ? Reconciliation.STANDARD : reconciliation;
        }
    }

    /**
     * @param waitSeconds after the first, second, ... failed attempt, in seconds
     * @param dailyUntilDay when those are used up: once a day until so many days after the first failure, then it is given up; 0 = at once
     */
    public record Retry(List<Integer> waitSeconds, int dailyUntilDay) {
        public Retry {
            waitSeconds = List.copyOf(waitSeconds);
        }
    }

    /** Which removals are read back. */
    public enum Confirm {
        ALWAYS,
        /** One in ten. */
        SAMPLED,
        NEVER
    }

    /** What follows when an account differs from what is desired. */
    public enum Drift {
        /** The desired value is written again. */
        REVERT,
        /** The target's value is left, and not mentioned again until the desire changes. */
        ACCEPT,
        /** It is reported. */
        ALERT
    }

    /** What follows when an account that Lockstep wrote is gone from the target. */
    public enum Vanished {
        RECREATE,
        /** The link is forgotten; an account is made again only when the desire changes. */
        UNLINK
    }

    /**
     * @param everyHours 0 = only when somebody asks
     * @param drift for attributes that {@code attributes} does not name
     * @param attributes SCIM path to what follows when it differs
     */
    public record Reconciliation(int everyHours, Drift drift, Map<String, Drift> attributes, Vanished vanished) {
        public static final Reconciliation STANDARD = new Reconciliation(0, Drift.REVERT, Map.of(), Vanished.RECREATE);

        public Reconciliation {
            drift = drift == null ? Drift.REVERT : drift;
            attributes = attributes == null ? Map.of() : Map.copyOf(attributes);
            vanished = vanished == null ? Vanished.RECREATE : vanished;
        }

        public Drift drift(String attribute) {
            return attributes.getOrDefault(attribute, drift);
        }
    }

    /**
     * How many removals (disabled or deleted accounts) may come at a time, and whose never: more than the larger of the two is
     * held for a person.
     *
     * @param count of accounts
     * @param percent of the active accounts
     * @param protectedAccounts object ids or user names of accounts that are never removed
     */
    public record RemovalThreshold(int count, int percent, Set<String> protectedAccounts) {
        public RemovalThreshold {
            // Messages of versions that did not know it.
            protectedAccounts = protectedAccounts == null ? Set.of() : Set.copyOf(protectedAccounts);
        }

        /** Nobody is protected. */
        public RemovalThreshold(int count, int percent) {
            this(count, percent, Set.of());
        }

        /** Letter case of user names makes no difference. */
        public boolean protects(String objectId, String userName) {
            return protectedAccounts.contains(objectId) || protectedAccounts.stream().anyMatch(userName::equalsIgnoreCase);
        }
    }

    /**
     * What this target supports, as data of the template.
     *
     * @param userUpdate how users are updated
     * @param patchDialect which shape PATCH bodies have
     * @param booleansAsText whether {@code active} travels as {@code "True"} and {@code "False"}
     * @param removal what "disabled" means here
     * @param filters whether the target answers {@code filter=... eq ...}
     * @param searchLagSeconds how long after a write its search may not show it
     * @param idempotencyKey whether mutating calls carry {@code Idempotency-Key}
     * @param listReadAhead whether a bulk load may list the target's accounts once instead of looking each up
     * @param pageSize for listings
     * @param omitExternalId for targets that refuse {@code externalId}
     */
    public record TargetProfile(
            UserUpdate userUpdate,
            PatchDialect patchDialect,
            boolean booleansAsText,
            Removal removal,
            boolean filters,
            int searchLagSeconds,
            boolean idempotencyKey,
            boolean listReadAhead,
            int pageSize,
            boolean omitExternalId) {

        public enum UserUpdate {
            PATCH, PUT
        }

        public enum PatchDialect {
            RFC7644, ENTRA_LEGACY
        }

        public enum Removal {
            ACTIVE_FALSE, DELETE
        }

        /** A target that keeps to RFC 7643 and 7644. */
        public static TargetProfile standard() {
            return new TargetProfile(
                    UserUpdate.PATCH, PatchDialect.RFC7644, false, Removal.ACTIVE_FALSE, true, 60, true, true, 100, false);
        }
    }
}
