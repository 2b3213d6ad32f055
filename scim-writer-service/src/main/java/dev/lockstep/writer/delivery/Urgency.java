package dev.lockstep.writer.delivery;

import dev.lockstep.contracts.DesiredAccount;

/** The order among the accounts of one app. Nobody starves: the weights say how often each is picked when all wait. */
enum Urgency {
    REMOVAL(64), LIVE(12), ON_DEMAND(12), BULK(3), REPLAY(1);

    private final int weight;

    Urgency(int weight) {
        this.weight = weight;
    }

    int weight() {
        return weight;
    }

    static Urgency of(DesiredAccount desired) {
        return switch (desired.state()) {
            case DISABLED, DELETED -> REMOVAL;
            case PRESENT -> switch (desired.lane()) {
                case LIVE -> LIVE;
                case ON_DEMAND -> ON_DEMAND;
                case BULK -> BULK;
                case REPLAY -> REPLAY;
            };
        };
    }
}
