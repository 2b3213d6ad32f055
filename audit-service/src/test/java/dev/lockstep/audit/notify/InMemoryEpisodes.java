package dev.lockstep.audit.notify;

import dev.lockstep.audit.notify.Episode.Mail;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Episodes in memory. */
public final class InMemoryEpisodes implements Episodes {
    private final Map<String, Episode> episodes = new LinkedHashMap<>();
    private final Duration quiet;

    public InMemoryEpisodes(Duration quiet) {
        this.quiet = quiet;
    }

    @Override
    public synchronized void note(Failure f, Instant now) {
        episodes.compute(f.app() + "|" + f.code(), (id, old) -> {
            boolean quietSince = old != null && old.lastAt().isBefore(f.firstAt().minus(quiet));
            if (old != null && old.closedAt() == null && !quietSince) {
                Instant last = old.lastAt().isAfter(f.lastAt()) ? old.lastAt() : f.lastAt();
                return new Episode(old.app(), old.code(), old.type(), old.message(), old.openedAt(), last, old.count() + f.count(), null,
                        old.mail(), old.dueAt(), old.attempts(), old.mailedAt(), old.note(), old.webhook());
            }
            if (old != null && old.closedAt() != null && !old.closedAt().isBefore(f.lastAt())) {
                return old;
            }
            return new Episode(f.app(), f.code(), f.type(), f.message(), f.firstAt(), f.lastAt(), Math.max(1, f.count()), null, Mail.DUE, now, 0, null, null, Hook.due(now));
        });
    }

    @Override
    public synchronized void recovered(String app, Instant at) {
        episodes.replaceAll((id, e) -> e.app().equals(app) && e.closedAt() == null && !e.lastAt().isAfter(at)
                ? new Episode(e.app(), e.code(), e.type(), e.message(), e.openedAt(), e.lastAt(), e.count(), at, e.mail(), e.dueAt(), e.attempts(),
                        e.mailedAt(), e.note(), e.webhook())
                : e);
    }

    @Override
    public synchronized Optional<Episode> claim(Instant now) {
        Optional<Episode> due = episodes.values().stream().filter(e -> e.mail() == Mail.DUE && !e.dueAt().isAfter(now))
                .min(Comparator.comparing(Episode::dueAt));
        return due.map(e -> put(e, Mail.SENDING, e.dueAt(), e.attempts() + 1, null, e.note()));
    }

    private Episode put(Episode e, Mail mail, Instant dueAt, int attempts, @Nullable Instant mailedAt, @Nullable String note) {
        Episode current = episodes.get(e.app() + "|" + e.code());
        if (current == null || !current.openedAt().equals(e.openedAt())) {
            return e;
        }
        Episode changed = new Episode(current.app(), current.code(), current.type(), current.message(), current.openedAt(), current.lastAt(), current.count(),
                current.closedAt(), mail, dueAt, attempts, mailedAt, note, current.webhook());
        episodes.put(e.app() + "|" + e.code(), changed);
        return changed;
    }

    @Override
    public synchronized void sent(Episode e, Instant at) {
        put(e, Mail.SENT, e.dueAt(), e.attempts(), at, null);
    }

    @Override
    public synchronized void skipped(Episode e, String why) {
        put(e, Mail.SKIPPED, e.dueAt(), e.attempts(), null, why);
    }

    @Override
    public synchronized void postponed(Episode e, Instant dueAt, String why) {
        put(e, Mail.DUE, dueAt, e.attempts(), null, why);
    }

    @Override
    public synchronized Optional<Episode> claimHook(Instant now, Duration lease) {
        return episodes.values().stream().filter(e -> e.webhook() != null && e.webhook().state() == Hook.State.DUE && !e.webhook().dueAt().isAfter(now))
                .min(Comparator.comparing(e -> e.webhook().dueAt())).map(e -> with(e, e.webhook().claimed(now.plus(lease))));
    }

    @Override
    public synchronized void hook(Episode claimed, Hook outcome) {
        Episode current = episodes.get(claimed.app() + "|" + claimed.code());
        if (current != null && current.openedAt().equals(claimed.openedAt()) && current.webhook() != null
                && current.webhook().state() == Hook.State.DUE && current.webhook().attempts() == outcome.attempts()) {
            with(current, outcome);
        }
    }

    private Episode with(Episode e, Hook hook) {
        Episode changed = new Episode(e.app(), e.code(), e.type(), e.message(), e.openedAt(), e.lastAt(), e.count(), e.closedAt(), e.mail(), e.dueAt(),
                e.attempts(), e.mailedAt(), e.note(), hook);
        episodes.put(e.app() + "|" + e.code(), changed);
        return changed;
    }

    @Override
    public synchronized List<Episode> of(String app) {
        return episodes.values().stream().filter(e -> e.app().equals(app)).sorted(Comparator.comparing(Episode::openedAt).reversed()).toList();
    }
}
