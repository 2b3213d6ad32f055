package dev.lockstep.audit.notify;

import dev.lockstep.contracts.AppConfig;
import dev.lockstep.contracts.codec.Codec;
import dev.lockstep.kit.consume.CompactedTopic;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Whom each app wants told about failures, as the topic of app settings says now. */
public final class Recipients implements CompactedTopic.Listener {
    /** @param appName as the administrator named the app */
    public record Recipient(String appName, @Nullable String email, boolean onFailure) {
    }

    private final Map<String, Recipient> byApp = new ConcurrentHashMap<>();

    @Override
    public void changed(String key, byte @Nullable [] value) {
        if (value == null) {
            byApp.remove(key);
        } else if (Codec.decode(value).data() instanceof AppConfig config) {
            AppConfig.Notifications wanted = config.notifications();
            byApp.put(key, new Recipient(config.name(), wanted.email(), wanted.onFailure()));
        }
    }

    public Optional<Recipient> of(String app) {
        return Optional.ofNullable(byApp.get(app));
    }
}
