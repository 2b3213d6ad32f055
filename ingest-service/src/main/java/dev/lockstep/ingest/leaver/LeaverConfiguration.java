package dev.lockstep.ingest.leaver;

import dev.lockstep.ingest.row.RowBook;
import dev.lockstep.ingest.row.RowIntake;
import dev.lockstep.kit.publish.Publisher;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.mongodb.MongoDatabaseFactory;

@Configuration(proxyBeanMethods = false)
class LeaverConfiguration {
    @Bean
    HeldLeavers heldLeavers(MongoDatabaseFactory mongo) {
        return new MongoHeldLeavers(mongo.getMongoDatabase());
    }

    @Bean
    Leavers leavers(HeldLeavers held, RowBook book, RowIntake rows, Publisher publisher, Clock clock) {
        return new Leavers(held, book, rows, publisher, clock);
    }
}
