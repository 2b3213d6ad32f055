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
    /**
     * @param appName as the administrator named the app
     * @param onFailure whether failed accounts count as a trouble
     */
    public record Recipient(String appName, @Nullable String email, boolean onFailure, @Nullable String webhook) {
    }

    private final Map<String, Recipient> byApp = new ConcurrentHashMap<>();

    @Override
    public void changed(String key, byte @Nullable [] value) {
        if (value == null) {
            byApp.remove(key);
        } else if (Codec.decode(value).data() instanceof AppConfig config) {
            AppConfig.Notifications wanted = config.notifications();
            byApp.put(key, new Recipient(config.name(), wanted.email(), wanted.onFailure(), wanted.webhook()));
        }
    }

    public Optional<Recipient> of(String app) {
        return Optional.ofNullable(byApp.get(app));
    }
}
