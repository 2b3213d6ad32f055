package dev.lockstep.store;

import static org.assertj.core.api.Assertions.assertThat;

import de.bwaldvogel.mongo.backend.CursorRegistry;
import de.bwaldvogel.mongo.bson.Document;
import java.util.List;
import org.junit.jupiter.api.Test;

class OpenCursorsTest {

    private final OpenCursors cursors = new OpenCursors(new CursorRegistry());

    @Test
    void a_cursor_that_was_read_to_its_end_holds_no_memory() {
        Batch first = batch();
        first.answer("db.c", 1, false, cursors);
        first.takeDocuments(10);
        assertThat(first.isEmpty()).isTrue();

        batch().answer("db.c", 1, false, cursors);
        assertThat(cursors.size()).isEqualTo(1);
    }

    private Batch batch() {
        return new Batch(
                cursors.nextId(), List.of(new Document("_id", 1), new Document("_id", 2)).iterator(), () -> {}, documents -> documents);
    }
}
