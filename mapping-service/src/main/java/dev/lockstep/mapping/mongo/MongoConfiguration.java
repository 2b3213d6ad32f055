package dev.lockstep.mapping.mongo;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoDatabase;
import dev.lockstep.kit.store.Indexes;
import dev.lockstep.mapping.parked.ParkedStore;
import dev.lockstep.mapping.planning.AppStore;
import dev.lockstep.mapping.planning.AssignmentStore;
import dev.lockstep.mapping.planning.DecisionStore;
import dev.lockstep.mapping.planning.MembershipStore;
import dev.lockstep.mapping.planning.ObjectStore;
import dev.lockstep.mapping.planning.PrecedenceStore;
import dev.lockstep.mapping.planning.SweepStore;
import dev.lockstep.mapping.replay.ReplayStore;
import dev.lockstep.mapping.schema.SchemaArchive;
import dev.lockstep.mapping.shadow.ShadowStore;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The ports on this service's own database, and its indexes. */
@Configuration(proxyBeanMethods = false)
class MongoConfiguration {

    @Bean
    MongoDatabase mappingDatabase(MongoClient client, @Value("${spring.mongodb.database}") String name) {
        MongoDatabase database = client.getDatabase(name);
        Indexes indexes = MongoObjects.indexes(new Indexes());
        MongoMemberships.indexes(indexes);
        MongoDecisions.indexes(indexes);
        MongoAssignments.indexes(indexes);
        MongoApps.indexes(indexes);
        MongoSweeps.indexes(indexes);
        MongoSchemaArchive.indexes(indexes);
        MongoShadows.indexes(indexes);
        MongoReplays.indexes(indexes);
        MongoParked.indexes(indexes);
        indexes.create(database);
        return database;
    }

    @Bean
    ObjectStore objectStore(MongoDatabase mappingDatabase) {
        return new MongoObjects(mappingDatabase);
    }

    @Bean
    MembershipStore membershipStore(MongoDatabase mappingDatabase) {
        return new MongoMemberships(mappingDatabase);
    }

    @Bean
    DecisionStore decisionStore(MongoDatabase mappingDatabase) {
        return new MongoDecisions(mappingDatabase);
    }

    @Bean
    AssignmentStore assignmentStore(MongoDatabase mappingDatabase) {
        return new MongoAssignments(mappingDatabase);
    }

    @Bean
    AppStore appStore(MongoDatabase mappingDatabase) {
        return new MongoApps(mappingDatabase);
    }

    @Bean
    SweepStore sweepStore(MongoDatabase mappingDatabase) {
        return new MongoSweeps(mappingDatabase);
    }

    @Bean
    SchemaArchive schemaArchive(MongoDatabase mappingDatabase) {
        return new MongoSchemaArchive(mappingDatabase);
    }

    @Bean
    ShadowStore shadowStore(MongoDatabase mappingDatabase) {
        return new MongoShadows(mappingDatabase);
    }

    @Bean
    ReplayStore replayStore(MongoDatabase mappingDatabase) {
        return new MongoReplays(mappingDatabase);
    }

    @Bean
    ParkedStore parkedStore(MongoDatabase mappingDatabase) {
        return new MongoParked(mappingDatabase);
    }

    @Bean
    PrecedenceStore precedenceStore(MongoDatabase mappingDatabase) {
        return new MongoPrecedence(mappingDatabase);
    }
}
