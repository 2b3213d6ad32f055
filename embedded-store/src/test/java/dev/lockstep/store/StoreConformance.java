package dev.lockstep.store;

import static dev.lockstep.store.Fixture.doc;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/**
 * What the services use of MongoDB. The same tests run on the embedded store and, where there is a container runtime, on
 * a real MongoDB: what is green on both may be used.
 */
abstract class StoreConformance
        implements WriteConformance, BulkConformance, QueryConformance, IndexConformance, AggregationConformance {

    @Test
    void it_greets_as_a_writable_server() {
        assertThat(db().runCommand(doc("hello", 1))).containsEntry("isWritablePrimary", true);
        assertThat(db().runCommand(doc("ping", 1))).containsEntry("ok", 1.0);
        assertThat(db().runCommand(doc("buildInfo", 1))).containsKey("version");
    }
}
