package dev.lockstep.writer;

import dev.lockstep.contracts.AppConfig;
import dev.lockstep.contracts.AppConfig.TargetProfile;
import dev.lockstep.contracts.DesiredAccount;
import dev.lockstep.contracts.DesiredAccount.MatchKey;
import dev.lockstep.contracts.DesiredAccount.State;
import dev.lockstep.contracts.Envelope;
import dev.lockstep.contracts.Lane;
import dev.lockstep.contracts.ObjectType;
import dev.lockstep.contracts.codec.Codec;
import dev.lockstep.kit.secret.Sealer;
import dev.lockstep.kit.security.KeyFiles;
import dev.lockstep.kit.testing.TestPlatform;
import dev.lockstep.writer.account.Row.Wish;
import java.net.URI;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Desires and settings as the mapping service would publish them. */
public record Desires(String app, String objectId, State state, long version, Map<String, @Nullable Object> attributes, Map<String, String> references,
        Lane lane, @Nullable String syncId, @Nullable String requestId, DesiredAccount.@Nullable Conditions conditions, @Nullable Integer removals) {

    public static Desires anybody(String app, String objectId) {
        Map<String, @Nullable Object> attributes = new LinkedHashMap<>();
        attributes.put("userName", objectId + "@example.com");
        attributes.put("active", "True");
        attributes.put("displayName", "Person " + objectId);
        attributes.put("name.givenName", "Given");
        attributes.put("name.familyName", "Family" + objectId);
        attributes.put("emails[type eq \"work\"].value", objectId + "@example.com");
        attributes.put("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department", "Sales");
        return new Desires(app, objectId, State.PRESENT, 1, attributes, Map.of(), Lane.LIVE, null, null, null, null);
    }

    /** A group; its members are desired by themselves. */
    public static DesiredAccount group(String app, String groupId, State state, long version, String displayName) {
        Map<String, @Nullable Object> attributes = new LinkedHashMap<>();
        attributes.put("displayName", displayName);
        attributes.put("externalId", groupId);
        return other(app, ObjectType.GROUP, groupId, state, version, displayName, attributes, Map.of(), List.of(new MatchKey("displayName", displayName)));
    }

    public static DesiredAccount membership(String app, String group, String member, State state, long version) {
        return other(app, ObjectType.MEMBERSHIP, DesiredAccount.membership(group, member), state, version, "", Map.of(),
                Map.of(DesiredAccount.GROUP, group, DesiredAccount.MEMBER, member), List.of());
    }

    private static DesiredAccount other(String app, ObjectType type, String objectId, State state, long version, String userName,
            Map<String, @Nullable Object> attributes, Map<String, String> references, List<MatchKey> matching) {
        return new DesiredAccount(app, type, objectId, state, version, userName, attributes, Map.of(), Set.of(), references, matching, "member",
                "hash-" + version, List.of("event-" + version), Lane.LIVE, null, null, "source:hr", Instant.now(), Instant.now(), null, null);
    }

    /** As it comes from the topic. */
    public static Wish wish(DesiredAccount desired) {
        byte[] bytes = Codec.encode(Codec.envelope(desired.key() + "@" + desired.version(), "mapping", desired.key(), Instant.now(), desired));
        return new Wish((DesiredAccount) Codec.decode(bytes).data(), bytes);
    }

    public Desires version(long version) {
        return new Desires(app, objectId, state, version, attributes, references, lane, syncId, requestId, conditions, removals);
    }

    public Desires state(State state) {
        return new Desires(app, objectId, state, version, attributes, references, lane, syncId, requestId, conditions, removals);
    }

    public Desires with(String path, @Nullable Object value) {
        Map<String, @Nullable Object> changed = new LinkedHashMap<>(attributes);
        changed.put(path, value);
        return new Desires(app, objectId, state, version, changed, references, lane, syncId, requestId, conditions, removals);
    }

    public Desires manager(String managerId) {
        return new Desires(app, objectId, state, version, attributes,
                Map.of("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager", managerId), lane, syncId, requestId, conditions, removals);
    }

    public Desires conditions(DesiredAccount.Conditions conditions) {
        return new Desires(app, objectId, state, version, attributes, references, lane, syncId, requestId, conditions, removals);
    }

    /** One of so many removals that were counted beforehand. */
    public Desires oneOf(int removals) {
        return new Desires(app, objectId, state, version, attributes, references, lane, syncId, requestId, conditions, removals);
    }

    public Desires lane(Lane lane) {
        return new Desires(app, objectId, state, version, attributes, references, lane, syncId, requestId, conditions, removals);
    }

    public Desires sync(String syncId) {
        return new Desires(app, objectId, state, version, attributes, references, Lane.BULK, syncId, requestId, conditions, removals);
    }

    public Desires request(String requestId) {
        return new Desires(app, objectId, state, version, attributes, references, Lane.ON_DEMAND, syncId, requestId, conditions, removals);
    }

    public DesiredAccount desired() {
        String userName = String.valueOf(attributes.getOrDefault("userName", ""));
        return new DesiredAccount(app, ObjectType.USER, objectId, state, version, userName, attributes, Map.of(), Set.of(), references,
                List.of(new MatchKey("userName", userName)), "assigned", "hash-" + (attributes + "/" + state).hashCode(), List.of("event-" + version),
                lane, syncId, requestId, "source:hr", Instant.now(), Instant.now(), conditions, removals);
    }

    public Envelope<?> envelope() {
        return Codec.envelope(app + "/" + objectId + "@" + version, "mapping", app + "/" + objectId, Instant.now(), desired());
    }

    public Wish wish() {
        byte[] bytes = Codec.encode(envelope());
        return new Wish((DesiredAccount) Codec.decode(bytes).data(), bytes);
    }

    public static AppConfig app(String app, URI target, String token) {
        return app(app, target, token, TargetProfile.standard(), AppConfig.Provisioning.ON, 1);
    }

    public static AppConfig app(String app, URI target, String token, TargetProfile profile, AppConfig.Provisioning provisioning, long version) {
        return app(app, target, token, profile, provisioning, version, new AppConfig.RemovalThreshold(100, 100));
    }

    public static AppConfig app(String app, URI target, String token, TargetProfile profile, AppConfig.Provisioning provisioning, long version,
            AppConfig.RemovalThreshold threshold) {
        var sealed = new AppConfig.EncryptedSecret(new Sealer(KeyFiles.read(TestPlatform.keys().resolve(KeyFiles.SECRETS_PUBLIC)))
                .seal(token, app + "/secretToken/" + version), "secretToken", version, "fingerprint", Instant.now());
        return new AppConfig(app, app, "scim", version, target.toString(),
                new AppConfig.Credentials(AppConfig.Credentials.Kind.BEARER, sealed, null, null, List.of()), profile,
                new AppConfig.Limits(16, 0), provisioning, AppConfig.OnPurge.DISABLE, new AppConfig.Notifications(null, false),
                threshold);
    }

    /** The standard target with a short search lag. */
    public static TargetProfile profile(int searchLagSeconds, boolean readAhead) {
        TargetProfile s = TargetProfile.standard();
        return new TargetProfile(s.userUpdate(), s.patchDialect(), s.booleansAsText(), s.removal(), s.filters(), searchLagSeconds, true, readAhead, 100, false);
    }
}
