package dev.lockstep.audit.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoDatabase;
import dev.lockstep.audit.TestStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.bson.Document;
import org.junit.jupiter.api.Test;

class MongoLedgerIT extends LedgerContract {
    @Override
    Ledger fresh() {
        return new MongoLedger(TestStore.database(), Duration.ofDays(40_000));
    }

    @Test
    void a_new_retention_time_replaces_the_old_one() {
        MongoDatabase database = TestStore.database();
        new MongoLedger(database, Duration.ofDays(400));
        new MongoLedger(database, Duration.ofDays(400));

        new MongoLedger(database, Duration.ofDays(30));

        List<Document> indexes = new ArrayList<>();
        database.getCollection("ledger").listIndexes().into(indexes);
        assertThat(indexes).filteredOn(i -> "retention".equals(i.getString("name"))).hasSize(1)
                .first().satisfies(i -> assertThat(((Number) i.get("expireAfterSeconds")).longValue()).isEqualTo(30 * 86_400L));
    }
}
