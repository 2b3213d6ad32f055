package dev.lockstep.ingest;

import java.util.Map;

/** How far the mapping service has read what this service published. */
public interface Backlog {
    /** Changes that it has still to read. */
    long size();

    /** Per partition of the changes topic, the offset behind its last record. */
    Map<Integer, Long> ends();

    /** How many records before {@code ends} it has still to read. */
    long before(Map<Integer, Long> ends);
}
