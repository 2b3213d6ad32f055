package dev.lockstep.ingest.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.ingest.file.Upload.Failure;
import dev.lockstep.ingest.file.Upload.RejectedRow;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What every store of uploads does. */
abstract class UploadsContract {
    private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");
    private final Uploads uploads = create();

    abstract Uploads create();

    @Test
    void an_upload_is_found_as_it_was_saved_last() {
        Upload reading = new Upload("hr", "u1", Upload.Mode.SNAPSHOT, Upload.State.READING, 3, 1, 1, 0, 0, 1,
                List.of(new RejectedRow(4, null, "cell-count", "m")), null, false, NOON, NOON, null);
        Upload done = new Upload("hr", "u1", Upload.Mode.SNAPSHOT, Upload.State.DONE, 3, 1, 1, 2, 2, 1,
                List.of(new RejectedRow(4, "c", "bad-date", "m")), Map.of(0, 7L, 3, 9L), true, NOON, NOON.plusSeconds(1), new Failure("f", "m"));

        uploads.save(reading);
        assertThat(uploads.find("hr", "u1")).contains(reading);
        uploads.save(done);
        assertThat(uploads.find("hr", "u1")).contains(done);
        assertThat(uploads.find("hr", "u2")).isEmpty();
    }

    @Test
    void one_upload_at_a_time_holds_a_source() {
        assertThat(uploads.claim("hr", "u1", NOON, NOON.plusSeconds(60))).isTrue();
        assertThat(uploads.claim("hr", "u2", NOON.plusSeconds(1), NOON.plusSeconds(61))).isFalse();
        assertThat(uploads.claim("other", "u2", NOON, NOON.plusSeconds(60))).isTrue();
        assertThat(uploads.renew("hr", "u1", NOON.plusSeconds(90))).isTrue();
        assertThat(uploads.claim("hr", "u2", NOON.plusSeconds(80), NOON.plusSeconds(140))).isFalse();

        uploads.release("hr", "u1");

        assertThat(uploads.claim("hr", "u2", NOON.plusSeconds(81), NOON.plusSeconds(141))).isTrue();
    }

    @Test
    void a_hold_that_lapsed_goes_to_the_next_and_cannot_be_renewed() {
        uploads.claim("hr", "u1", NOON, NOON.plusSeconds(60));

        assertThat(uploads.claim("hr", "u2", NOON.plusSeconds(61), NOON.plusSeconds(121))).isTrue();

        assertThat(uploads.renew("hr", "u1", NOON.plusSeconds(130))).isFalse();
        uploads.release("hr", "u1");
        assertThat(uploads.renew("hr", "u2", NOON.plusSeconds(130))).isTrue();
    }
}
