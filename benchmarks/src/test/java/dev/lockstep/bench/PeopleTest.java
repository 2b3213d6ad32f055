package dev.lockstep.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class PeopleTest {

    @Test
    void a_batch_holds_well_formed_events_with_ids_of_their_own() {
        JsonNode batch = JsonMapper.shared().readTree(People.batch("r", 95, 105, 100));
        assertThat(batch).hasSize(10);
        assertThat(StreamSupport.stream(batch.spliterator(), false).map(event -> event.path("id").asString())).doesNotHaveDuplicates().contains("r-99", "r-0");
        assertThat(batch.get(0).path("data").path("attributes").path("userPrincipalName").asString()).isEqualTo("person000095@example.com");
    }
}
