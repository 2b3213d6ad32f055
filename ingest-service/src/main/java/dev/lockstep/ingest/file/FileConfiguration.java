package dev.lockstep.ingest.file;

import dev.lockstep.ingest.Backlog;
import dev.lockstep.ingest.Counters;
import dev.lockstep.ingest.Gate;
import dev.lockstep.ingest.leaver.Leavers;
import dev.lockstep.ingest.row.RowBook;
import dev.lockstep.ingest.row.RowIntake;
import dev.lockstep.kit.publish.Publisher;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.mongodb.MongoDatabaseFactory;

@Configuration(proxyBeanMethods = false)
class FileConfiguration {
    @Bean
    Uploads uploads(MongoDatabaseFactory mongo) {
        return new MongoUploads(mongo.getMongoDatabase());
    }

    @Bean
    RowIntake rowIntake(RowBook book, Publisher publisher) {
        return new RowIntake(book, publisher);
    }

    @Bean
    FileIntake fileIntake(Uploads uploads, RowBook book, RowIntake rows, Leavers leavers, Backlog backlog, Gate gate, Counters counters, Clock clock) {
        return new FileIntake(uploads, book, rows, leavers, backlog, gate, counters, clock);
    }
}
