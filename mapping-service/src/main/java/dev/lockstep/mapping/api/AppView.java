package dev.lockstep.mapping.api;

import dev.lockstep.contracts.AppConfig;
import dev.lockstep.mapping.app.App;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** An app as the REST API shows it. Secrets are written, never read. */
record AppView(
        String id,
        String template,
        String name,
        @Nullable String tenantUrl,
        CredentialsView credentials,
        long configVersion,
        String provisioningMode,
        String scope,
        AppConfig.Notifications notifications,
        AppConfig.RemovalThreshold removalThreshold,
        AppConfig.Limits limits,
        boolean groupsEnabled,
        String onPurge,
        AppConfig.@Nullable Retry retry,
        String confirmEffect,
        boolean skipOutOfScopeDeletions,
        ReconciliationView reconciliation) {

    /** Policies in the words of the API. */
    record ReconciliationView(int everyHours, String drift, Map<String, String> attributes, String vanished) {
        static ReconciliationView of(AppConfig.Reconciliation policy) {
            Map<String, String> attributes = new TreeMap<>();
            policy.attributes().forEach((path, drift) -> attributes.put(path, word(drift)));
            return new ReconciliationView(policy.everyHours(), word(policy.drift()), attributes, word(policy.vanished()));
        }
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    /**
     * @param fingerprint tells two secrets apart without revealing them
     */
    record CredentialsView(boolean set, @Nullable String fingerprint, @Nullable Instant changedAt) {
    }

    static AppView of(App app) {
        AppConfig.Credentials credentials = app.credentials();
        return new AppView(app.id(), app.template(), app.name(), app.tenantUrl(),
                credentials == null ? new CredentialsView(false, null, null)
                        : new CredentialsView(true, credentials.secret().fingerprint(), credentials.secret().changedAt()),
                app.configVersion(), app.automatic() ? "automatic" : "manual", app.scope(), app.notifications(),
                app.removalThreshold(), app.limits(), app.groupsEnabled(), word(app.onPurge()),
                app.policies().retry(), word(app.policies().confirmEffect()), app.policies().skipOutOfScopeDeletions(),
                ReconciliationView.of(app.policies().reconciliation()));
    }
}
