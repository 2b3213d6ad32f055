package dev.lockstep.ingest.file;

import java.time.Instant;
import java.util.Optional;

/** Where uploads are kept, and who is reading a file of a source right now: one at a time. */
interface Uploads {
    void save(Upload upload);

    Optional<Upload> find(String source, String id);

    /** @return false while another upload holds the source */
    boolean claim(String source, String id, Instant now, Instant until);

    /** @return false when the hold lapsed and another took over */
    boolean renew(String source, String id, Instant until);

    void release(String source, String id);
}
