package dev.lockstep.mapping.config;

import dev.lockstep.contracts.Topic;
import dev.lockstep.kit.topics.ConsumerLag;
import dev.lockstep.mapping.planning.AppCatalog;
import dev.lockstep.mapping.planning.DecisionStore;
import dev.lockstep.mapping.planning.Entitlements;
import dev.lockstep.mapping.planning.ObjectStore;
import dev.lockstep.mapping.planning.PrecedenceStore;
import dev.lockstep.mapping.shadow.Courtesy;
import dev.lockstep.mapping.shadow.ShadowReports;
import dev.lockstep.mapping.shadow.ShadowStore;
import dev.lockstep.mapping.shadow.ShadowWalk;
import dev.lockstep.mapping.sweep.Errands;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.ContextClosedEvent;

/** Drafts in shadow. */
@Configuration(proxyBeanMethods = false)
class ShadowConfiguration {
    private static final List<String> INPUT = List.of(Topic.DIRECTORY_CHANGES.topicName(), Topic.DIRECTORY_REEVALUATE.topicName());

    @Bean
    Courtesy courtesy(ConsumerLag lag) {
        return new Courtesy(() -> lag.of("mapping", INPUT));
    }

    @Bean
    ApplicationListener<ContextClosedEvent> endOfWalks(Courtesy courtesy) {
        return closing -> courtesy.stop();
    }

    @Bean(initMethod = "start")
    Errands shadowErrands(ShadowStore shadows, AppCatalog apps, ObjectStore objects, DecisionStore decisions, Entitlements entitlements,
            PrecedenceStore precedences, Courtesy courtesy, Clock clock) {
        ShadowWalk walk = new ShadowWalk(shadows, apps, objects, decisions, entitlements, precedences, courtesy, clock, UUID.randomUUID().toString());
        return new Errands("shadow", walk::run);
    }

    @Bean
    ShadowReports shadowReports(AppCatalog apps, ShadowStore shadows, ObjectStore objects) {
        return new ShadowReports(apps, shadows, objects);
    }
}
