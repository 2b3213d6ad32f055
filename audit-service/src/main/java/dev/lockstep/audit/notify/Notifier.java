package dev.lockstep.audit.notify;

import dev.lockstep.audit.AuditMeters;
import dev.lockstep.audit.fact.Notice;
import dev.lockstep.audit.ledger.Ledger;
import dev.lockstep.audit.notify.Recipients.Recipient;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends the mails that are due. Each is claimed first, so replicas and restarts never send one twice. */
public final class Notifier {
    private static final Logger log = LoggerFactory.getLogger(Notifier.class);
    /** Attempts after which an app without settings counts as removed. */
    private static final int PATIENCE = 3;
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(15);

    private final Episodes episodes;
    private final Recipients recipients;
    private final Ledger ledger;
    private final @Nullable Post post;
    private final Duration retry;
    private final String consoleUrl;
    private final Clock clock;
    private final MeterRegistry meters;

    /** @param post null when no mail server is configured */
    public Notifier(Episodes episodes, Recipients recipients, Ledger ledger, @Nullable Post post, Duration retry,
            String consoleUrl, Clock clock, MeterRegistry meters) {
        this.episodes = episodes;
        this.recipients = recipients;
        this.ledger = ledger;
        this.post = post;
        this.retry = retry;
        this.consoleUrl = consoleUrl;
        this.clock = clock;
        this.meters = meters;
    }

    /** Sends what is due now. */
    public void sendDue() {
        Optional<Episode> claimed = episodes.claim(clock.instant());
        while (claimed.isPresent()) {
            settle(claimed.get());
            claimed = episodes.claim(clock.instant());
        }
    }

    private void settle(Episode episode) {
        Recipient recipient = recipients.of(episode.app()).orElse(null);
        if (recipient == null && episode.attempts() < PATIENCE) {
            // Its settings may still be on their way.
            postpone(episode, "the app's settings are not known yet");
        } else if (recipient == null) {
            skip(episode, "The app was removed.");
        } else if (!recipient.onFailure() || recipient.email() == null || recipient.email().isBlank()) {
            skip(episode, "The app wants no mails.");
        } else if (post == null) {
            skip(episode, "No mail server is configured.");
        } else {
            send(episode, recipient.appName(), recipient.email(), post);
        }
    }

    private void send(Episode episode, String appName, String email, Post post) {
        try {
            post.send(Letters.letter(episode, appName, email, consoleUrl), Notice.letterId(episode.app(), episode.code(), episode.openedAt()));
        } catch (Post.NotSent e) {
            postpone(episode, "the mail server did not take it (" + e.getMessage() + ")");
            return;
        }
        ledger.append(List.of(Notice.sent(episode.app(), episode.code(), episode.openedAt(), clock.instant(), episode.attempts())));
        episodes.sent(episode, clock.instant());
        count("sent");
    }

    private void postpone(Episode episode, String fault) {
        Duration wait = retry.multipliedBy(1L << Math.min(episode.attempts() - 1, 10));
        Duration capped = wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
        log.atWarn().addKeyValue("app", episode.app()).addKeyValue("attempt", episode.attempts())
                .addKeyValue("fault", fault).log("a notification could not be sent, trying again later");
        episodes.postponed(episode, clock.instant().plus(capped), "Tried again later: " + fault + ".");
        count("postponed");
    }

    private void skip(Episode episode, String why) {
        ledger.append(List.of(Notice.skipped(episode.app(), episode.code(), episode.openedAt(), clock.instant(), why)));
        episodes.skipped(episode, why);
        count("skipped");
    }

    private void count(String result) {
        AuditMeters.MAILS.counterIn(meters, result).increment();
    }
}
