package dev.lockstep.ingest.event;

import dev.lockstep.ingest.TestStore;

class MongoReservationsIT extends ReservationsContract {
    @Override
    Reservations create() {
        return new MongoReservations(TestStore.database());
    }
}
