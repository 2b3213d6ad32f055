package dev.lockstep.mapping.config;

import dev.lockstep.kit.KitSettings;
import dev.lockstep.kit.consume.Inbox;
import dev.lockstep.kit.consume.Parking;
import dev.lockstep.kit.publish.Publisher;
import dev.lockstep.kit.secret.Sealer;
import dev.lockstep.kit.security.KeyFiles;
import dev.lockstep.kit.topics.ConsumerLag;
import dev.lockstep.mapping.administration.AppAdministration;
import dev.lockstep.mapping.administration.AssignmentAdministration;
import dev.lockstep.mapping.administration.Gallery;
import dev.lockstep.mapping.administration.OnDemand;
import dev.lockstep.mapping.administration.PrecedenceAdministration;
import dev.lockstep.mapping.administration.Secrets;
import dev.lockstep.mapping.administration.Waiting;
import dev.lockstep.mapping.gallery.GalleryFile;
import dev.lockstep.mapping.planning.AppCatalog;
import dev.lockstep.mapping.planning.AppStore;
import dev.lockstep.mapping.planning.AssignmentStore;
import dev.lockstep.mapping.planning.DecideBatch;
import dev.lockstep.mapping.planning.DecisionStore;
import dev.lockstep.mapping.planning.Entitlements;
import dev.lockstep.mapping.planning.MembershipStore;
import dev.lockstep.mapping.planning.ObjectStore;
import dev.lockstep.mapping.planning.PrecedenceStore;
import dev.lockstep.mapping.planning.SweepStore;
import dev.lockstep.mapping.replay.ReplayOutcomes;
import dev.lockstep.mapping.rules.EngineSchemas;
import dev.lockstep.mapping.schema.Previews;
import dev.lockstep.mapping.schema.Reach;
import dev.lockstep.mapping.schema.SchemaAdministration;
import dev.lockstep.mapping.schema.SchemaArchive;
import dev.lockstep.mapping.sweep.Announcer;
import dev.lockstep.mapping.shadow.LiveShadow;
import dev.lockstep.mapping.shadow.ShadowStore;
import dev.lockstep.mapping.sweep.AssignmentFanOut;
import dev.lockstep.mapping.sweep.Candidates;
import dev.lockstep.mapping.sweep.EndOfSync;
import dev.lockstep.mapping.sweep.Errands;
import dev.lockstep.mapping.sweep.Removals;
import dev.lockstep.mapping.sweep.SweepRunner;
import dev.lockstep.mapping.sweep.Walk;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.HexFormat;
import java.util.UUID;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.json.JsonMapper;

/** Puts the use cases together. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(MappingSettings.class)
class MappingConfiguration {
    private static final int SALT_BYTES = 32;
    private static final int PAGE = 500;

    @Bean
    EngineSchemas engineSchemas(JsonMapper json, MappingSettings settings) {
        return new EngineSchemas(json, settings.defaultDomain());
    }

    @Bean
    Gallery gallery(JsonMapper json) {
        return new GalleryFile(json);
    }

    @Bean
    AppCatalog appCatalog(AppStore apps, EngineSchemas schemas) {
        return new AppCatalog(apps, schemas);
    }

    @Bean
    Entitlements entitlements(MembershipStore memberships, AssignmentStore assignments, ObjectStore objects) {
        return new Entitlements(memberships, assignments, objects);
    }

    @Bean
    Inbox directoryInbox(ObjectStore objects, MembershipStore memberships, AppCatalog apps, PrecedenceStore precedences,
            DecisionStore decisions, Entitlements entitlements, SweepStore sweeps, Publisher publisher, ShadowStore shadows,
            ReplayOutcomes replayOutcomes, Clock clock, Parking parking, MeterRegistry meters) {
        DecideBatch decide = new DecideBatch(objects, memberships, apps, precedences, decisions, entitlements,
                new EndOfSync(sweeps, publisher, clock), publisher, new LiveShadow(shadows, clock), replayOutcomes, clock);
        Timer time = Timer.builder("lockstep.mapping.batch").description("time to decide and publish a batch").register(meters);
        Counter records = Counter.builder("lockstep.mapping.records").description("records that were decided").register(meters);
        return new Inbox("mapping", parking, batch -> {
            time.record(() -> decide.handle(batch));
            records.increment(batch.size());
        });
    }

    @Bean(initMethod = "start")
    Errands sweepErrands(SweepStore sweeps, AppCatalog apps, ObjectStore objects, DecisionStore decisions, Candidates candidates,
            Entitlements entitlements, PrecedenceStore precedences, Publisher publisher, Clock clock) {
        SweepRunner runner = new SweepRunner(sweeps, apps, objects, decisions, entitlements, candidates, precedences, publisher, clock, UUID.randomUUID().toString());
        return new Errands("sweeps", runner::run);
    }

    @Bean(initMethod = "start")
    Errands outboxErrands(AppStore apps, SweepStore sweeps, DecisionStore decisions, AssignmentStore assignments, SchemaArchive archive,
            Entitlements entitlements, AppCatalog catalog, ObjectStore objects, PrecedenceStore precedences, Publisher publisher, Clock clock,
            @Qualifier("sweepErrands") Errands sweepErrands) {
        Announcer announcer = new Announcer(apps, sweeps, decisions, assignments, archive, publisher, clock);
        AssignmentFanOut assigned = new AssignmentFanOut(assignments, apps, entitlements, catalog,
                new Removals(decisions, objects, entitlements, precedences), publisher);
        return new Errands("outbox", () -> {
            if (announcer.run()) {
                sweepErrands.nudge();
            }
            assigned.run();
        });
    }

    @Bean
    AppAdministration appAdministration(AppStore apps, Gallery gallery, KitSettings settings, Clock clock,
            @Qualifier("outboxErrands") Errands outboxErrands) {
        Sealer sealer = new Sealer(KeyFiles.read(settings.keysDirectory().resolve(KeyFiles.SECRETS_PUBLIC)));
        SecureRandom chance = new SecureRandom();
        return new AppAdministration(apps, gallery, new Secrets(sealer), clock, () -> {
            byte[] salt = new byte[SALT_BYTES];
            chance.nextBytes(salt);
            return HexFormat.of().formatHex(salt);
        }, outboxErrands::nudge);
    }

    @Bean
    Candidates candidates(AssignmentStore assignments, DecisionStore decisions, Entitlements entitlements) {
        return new Candidates(assignments, decisions, entitlements);
    }

    @Bean
    SchemaAdministration schemaAdministration(AppAdministration apps, AppStore store, SchemaArchive archive, EngineSchemas schemas,
            ObjectStore objects, Candidates candidates, Entitlements entitlements, PrecedenceStore precedences, Clock clock,
            @Qualifier("outboxErrands") Errands outboxErrands, @Qualifier("shadowErrands") Errands shadowErrands) {
        Reach reach = new Reach(new Walk(objects, candidates, PAGE), entitlements, precedences);
        return new SchemaAdministration(apps, store, archive, schemas, reach, clock, () -> {
            outboxErrands.nudge();
            shadowErrands.nudge();
        });
    }

    @Bean
    Previews previews(AppAdministration apps, EngineSchemas schemas, ObjectStore objects, Entitlements entitlements, DecisionStore decisions,
            PrecedenceStore precedences, Clock clock) {
        return new Previews(apps, schemas, objects, entitlements, decisions, precedences, clock);
    }

    @Bean
    AssignmentAdministration assignmentAdministration(AssignmentStore assignments, ObjectStore objects, PrecedenceStore precedences, Clock clock,
            @Qualifier("outboxErrands") Errands outboxErrands) {
        return new AssignmentAdministration(assignments, objects, precedences, clock, outboxErrands::nudge);
    }

    @Bean
    Waiting waiting(ConsumerLag lag, AppStore apps, AssignmentStore assignments, SweepStore sweeps) {
        return new Waiting(lag, apps, assignments, sweeps);
    }

    @Bean
    PrecedenceAdministration precedenceAdministration(PrecedenceStore precedences, AppAdministration apps, Publisher publisher, Clock clock) {
        return new PrecedenceAdministration(precedences, apps, publisher, clock);
    }

    @Bean
    OnDemand onDemand(AppCatalog apps, ObjectStore objects, Entitlements entitlements, DecisionStore decisions,
            PrecedenceStore precedences, Publisher publisher, Clock clock) {
        return new OnDemand(apps, objects, entitlements, decisions, precedences, publisher, clock);
    }
}
