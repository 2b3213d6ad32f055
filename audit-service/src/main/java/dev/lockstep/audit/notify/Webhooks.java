package dev.lockstep.audit.notify;

import dev.lockstep.audit.AuditMeters;
import dev.lockstep.audit.fact.Notice;
import dev.lockstep.audit.ledger.Ledger;
import dev.lockstep.audit.notify.Recipients.Recipient;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * Makes the webhook calls that are due: one signed POST per episode (Standard Webhooks), again until somebody takes it. A
 * receiver may get it more than once and knows it by its {@code webhook-id}.
 */
public final class Webhooks {
    private static final Logger log = LoggerFactory.getLogger(Webhooks.class);
    private static final JsonMapper JSON = JsonMapper.shared();
    /** Attempts after which an app without settings counts as removed. */
    private static final int PATIENCE = 3;
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(15);
    private static final Duration GIVE_UP_AFTER = Duration.ofHours(24);
    /** Longer than any call takes. */
    private static final Duration LEASE = Duration.ofSeconds(60);
    private static final int GONE = 410;
    /** What concerns the whole app is told whether or not single accounts count. */
    private static final Set<String> OF_THE_APP = Set.of("appWide", "hold", "job");

    private final Episodes episodes;
    private final Recipients recipients;
    private final Ledger ledger;
    private final HookPost post;
    private final @Nullable WebhookKey key;
    private final Duration retry;
    private final Clock clock;
    private final MeterRegistry meters;

    /** @param retry wait before the second attempt; it doubles up to a quarter of an hour */
    public Webhooks(Episodes episodes, Recipients recipients, Ledger ledger, HookPost post, @Nullable WebhookKey key, Duration retry, Clock clock,
            MeterRegistry meters) {
        this.episodes = episodes;
        this.recipients = recipients;
        this.ledger = ledger;
        this.post = post;
        this.key = key;
        this.retry = retry;
        this.clock = clock;
        this.meters = meters;
    }

    /** Sends what is due now. */
    public void sendDue() {
        Optional<Episode> claimed = episodes.claimHook(clock.instant(), LEASE);
        while (claimed.isPresent()) {
            Episode episode = claimed.get();
            if (episode.webhook() != null) {
                settle(episode, episode.webhook());
            }
            claimed = episodes.claimHook(clock.instant(), LEASE);
        }
    }

    private void settle(Episode episode, Hook hook) {
        Recipient recipient = recipients.of(episode.app()).orElse(null);
        if (recipient == null && hook.attempts() < PATIENCE) {
            // Its settings may still be on their way.
            postpone(episode, hook, "the app's settings are not known yet");
        } else if (recipient == null || recipient.webhook() == null || recipient.webhook().isBlank()
                || !recipient.onFailure() && !OF_THE_APP.contains(episode.type())) {
            episodes.hook(episode, hook.ended(Hook.State.SKIPPED, "The app wants no such call."));
        } else if (key == null) {
            end(episode, hook, Hook.State.SKIPPED, "skipped", "The installation has no webhook key; \"lockstep keys --if-missing\" makes it.");
        } else {
            send(episode, hook, recipient.webhook().strip(), key);
        }
    }

    private void send(Episode episode, Hook hook, String address, WebhookKey signer) {
        try {
            String id = Notice.letterId(episode.app(), episode.code(), episode.openedAt());
            byte[] body = JSON.writeValueAsBytes(body(episode, id));
            long timestamp = clock.instant().getEpochSecond();
            int status = post.post(new URI(address), Map.of("webhook-id", id, "webhook-timestamp", String.valueOf(timestamp),
                    "webhook-signature", signer.sign(id, timestamp, body), "User-Agent", "Lockstep-Webhook/1"), body);
            if (status >= 200 && status < 300) {
                ledger.append(List.of(Notice.called(episode.app(), episode.code(), episode.openedAt(), clock.instant(), hook.attempts())));
                episodes.hook(episode, hook.sent(clock.instant()));
                count("sent");
            } else if (status == GONE) {
                end(episode, hook, Hook.State.GIVEN_UP, "gaveUp", "The receiver wants no more calls (410).");
            } else {
                again(episode, hook, "the receiver answered " + status);
            }
        } catch (HookPost.NotSent e) {
            if (e.isRefused()) {
                end(episode, hook, Hook.State.SKIPPED, "skipped", "The webhook's address must not be called.");
            } else {
                again(episode, hook, String.valueOf(e.getMessage()));
            }
        } catch (URISyntaxException e) {
            end(episode, hook, Hook.State.SKIPPED, "skipped", "The webhook's address is none.");
        }
    }

    /** Names the app, and nobody. */
    private static Map<String, Object> body(Episode episode, String id) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("type", episode.type().equals("hold") ? "app.holding" : "app.failing");
        body.put("app", episode.app());
        body.put("reason", episode.code());
        body.put("class", episode.type());
        body.put("episode", id);
        body.put("startedAt", episode.openedAt().toString());
        if (episode.closedAt() != null) {
            body.put("endedAt", episode.closedAt().toString());
        }
        body.put("counts", Map.of("failures", episode.count()));
        body.put("next", Letters.next(episode.type()));
        return body;
    }

    private void again(Episode episode, Hook hook, String fault) {
        if (Duration.between(hook.from(), clock.instant()).compareTo(GIVE_UP_AFTER) >= 0) {
            end(episode, hook, Hook.State.GIVEN_UP, "gaveUp", "It was tried for a day: " + fault + ".");
        } else {
            postpone(episode, hook, fault);
        }
    }

    private void postpone(Episode episode, Hook hook, String fault) {
        Duration wait = retry.multipliedBy(1L << Math.min(hook.attempts() - 1, 10));
        Instant until = clock.instant().plus(wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait);
        log.atWarn().addKeyValue("app", episode.app()).addKeyValue("attempt", hook.attempts()).addKeyValue("fault", fault)
                .log("a webhook call was not taken, trying again later");
        episodes.hook(episode, hook.postponed(until, "Tried again later: " + fault + "."));
        count("postponed");
    }

    private void end(Episode episode, Hook hook, Hook.State state, String result, String why) {
        ledger.append(List.of(Notice.notCalled(episode.app(), episode.code(), episode.openedAt(), clock.instant(), why)));
        episodes.hook(episode, hook.ended(state, why));
        count(result);
    }

    private void count(String result) {
        AuditMeters.WEBHOOKS.counterIn(meters, result).increment();
    }
}
