package dev.lockstep.mapping.config;

import dev.lockstep.kit.consume.Parking;
import dev.lockstep.kit.publish.Publisher;
import dev.lockstep.mapping.planning.AppCatalog;
import dev.lockstep.mapping.planning.DecisionStore;
import dev.lockstep.mapping.planning.Entitlements;
import dev.lockstep.mapping.planning.MembershipStore;
import dev.lockstep.mapping.planning.ObjectStore;
import dev.lockstep.mapping.planning.PrecedenceStore;
import dev.lockstep.mapping.replay.Concerns;
import dev.lockstep.mapping.replay.Foresight;
import dev.lockstep.mapping.replay.ReplayOutcomes;
import dev.lockstep.mapping.replay.ReplayRunner;
import dev.lockstep.mapping.replay.ReplayStore;
import dev.lockstep.mapping.replay.Replays;
import dev.lockstep.mapping.replay.Reprocess;
import dev.lockstep.mapping.replay.Tidying;
import dev.lockstep.mapping.replay.TopicOfChanges;
import dev.lockstep.mapping.sweep.Errands;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.UUID;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Replays. */
@Configuration(proxyBeanMethods = false)
class ReplayConfiguration {
    /** Objects of one time range, and changed memberships, which are held in memory. */
    private static final int MOST_OBJECTS = 200_000;

    @Bean
    ReplayOutcomes replayOutcomes(ReplayStore store, Parking parking, MeterRegistry meters, Clock clock) {
        return new ReplayOutcomes(store, parking, result -> MappingMeters.REPLAY_ITEMS.counterIn(meters, result.spelling()).increment(), clock);
    }

    @Bean(initMethod = "start")
    Errands replayErrands(ReplayStore store, AppCatalog apps, Publisher publisher, Clock clock) {
        ReplayRunner runner = new ReplayRunner(store, apps, publisher, clock, UUID.randomUUID().toString());
        Tidying tidying = new Tidying(store, clock);
        return new Errands("replays", () -> {
            tidying.run();
            return runner.step();
        });
    }

    @Bean
    Replays replays(ReplayStore store, Clock clock, @Qualifier("replayErrands") Errands replayErrands) {
        return new Replays(store, clock, replayErrands::nudge);
    }

    @Bean
    Foresight foresight(AppCatalog apps, ObjectStore objects, MembershipStore memberships, Entitlements entitlements, DecisionStore decisions,
            PrecedenceStore precedences, Clock clock) {
        return new Foresight(apps, objects, memberships, entitlements, decisions, precedences, clock);
    }

    @Bean
    Reprocess reprocess(@Value("${lockstep.kafka.brokers}") String brokers, Entitlements entitlements, MembershipStore memberships, DecisionStore decisions,
            Foresight foresight, Replays replays) {
        return new Reprocess(new TopicOfChanges(brokers, MOST_OBJECTS), new Concerns(entitlements, memberships, decisions), foresight, replays);
    }
}
