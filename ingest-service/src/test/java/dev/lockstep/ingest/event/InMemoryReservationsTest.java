package dev.lockstep.ingest.event;

class InMemoryReservationsTest extends ReservationsContract {
    @Override
    Reservations create() {
        return new InMemoryReservations();
    }
}
