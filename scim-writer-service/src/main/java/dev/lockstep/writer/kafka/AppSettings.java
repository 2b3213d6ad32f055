package dev.lockstep.writer.kafka;

import dev.lockstep.contracts.AppConfig;
import dev.lockstep.contracts.codec.Codec;
import dev.lockstep.kit.consume.CompactedTopic;
import dev.lockstep.writer.delivery.Delivery;
import dev.lockstep.writer.delivery.Holds;
import dev.lockstep.writer.survey.Reconciliations;
import dev.lockstep.writer.target.Targets;

/** Follows the apps' settings. */
public final class AppSettings implements CompactedTopic.Listener {
    private final Targets targets;
    private final Delivery delivery;
    private final Holds holds;
    private final Reconciliations reconciliations;

    public AppSettings(Targets targets, Delivery delivery, Holds holds, Reconciliations reconciliations) {
        this.targets = targets;
        this.delivery = delivery;
        this.holds = holds;
        this.reconciliations = reconciliations;
    }

    @Override
    public void changed(String key, byte @org.jspecify.annotations.Nullable [] value) {
        if (value == null) {
            targets.remove(key);
            delivery.removed(key);
            holds.removed(key);
            reconciliations.removed(key);
        } else if (Codec.decode(value).data() instanceof AppConfig config) {
            delivery.configure(targets.apply(config));
        }
    }
}
