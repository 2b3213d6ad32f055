package dev.lockstep.writer.survey;

import dev.lockstep.writer.delivery.Reading;
import dev.lockstep.writer.fault.ErrorCode;
import dev.lockstep.writer.fault.Verdict;
import dev.lockstep.writer.scim.Reply;
import java.time.Clock;
import java.time.Duration;
import java.util.Iterator;
import java.util.function.Supplier;

/** Calls that wait while the target asks for patience or is away for a while, and are repeated a few times when they do not work. */
final class Patient {
    private static final long PAUSE_MILLIS = 500;

    private final InHand hand;
    private final Reading reading;
    private final SurveySettings settings;
    private final Clock clock;

    /** It cannot be finished; the text says why, for people. */
    static final class Impossible extends RuntimeException {
        private final ErrorCode code;

        Impossible(String why, ErrorCode code) {
            super(why, null, false, false);
            this.code = code;
        }

        ErrorCode code() {
            return code;
        }
    }

    Patient(InHand hand, Reading reading, SurveySettings settings, Clock clock) {
        this.hand = hand;
        this.reading = reading;
        this.settings = settings;
        this.clock = clock;
    }

    /** @return an answer that is Done, Vanished, or a refusal of just this request */
    Reply call(Supplier<Reply> call) {
        long end = clock.millis() + settings.patience().toMillis();
        Iterator<Duration> waits = settings.retryWaits().iterator();
        while (true) {
            hand.keep();
            ErrorCode closed = reading.closed();
            if (closed != null) {
                if (closed.type().equals("appWide") && closed != ErrorCode.UNAVAILABLE || clock.millis() >= end) {
                    throw impossible(closed);
                }
                hand.pause(PAUSE_MILLIS);
                continue;
            }
            Reply reply = call.get();
            switch (reply.verdict()) {
                case Verdict.Done done -> {
                    return reply;
                }
                case Verdict.Vanished vanished -> {
                    return reply;
                }
                case Verdict.Throttled throttled -> {
                    if (clock.millis() >= end) {
                        throw impossible(throttled.code());
                    }
                    long wait = throttled.until() == null ? PAUSE_MILLIS : throttled.until().toEpochMilli() - clock.millis();
                    hand.pause(Math.clamp(wait, 50, Math.max(50, end - clock.millis())));
                }
                case Verdict.Retry retry -> again(waits, retry.code());
                case Verdict.Unknown unknown -> again(waits, unknown.code());
                case Verdict.Stale stale -> again(waits, stale.code());
                case Verdict.AppWide appWide -> throw impossible(appWide.code());
                case Verdict.Conflict conflict -> {
                    return reply;
                }
                case Verdict.Permanent permanent -> {
                    return reply;
                }
            }
        }
    }

    private void again(Iterator<Duration> waits, ErrorCode code) {
        if (!waits.hasNext()) {
            throw impossible(code);
        }
        hand.pause(waits.next().toMillis());
    }

    static Impossible impossible(ErrorCode code) {
        return new Impossible("The target could not be read: " + code.happened(), code);
    }
}
