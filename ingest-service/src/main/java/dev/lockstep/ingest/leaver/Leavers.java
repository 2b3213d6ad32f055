package dev.lockstep.ingest.leaver;

import dev.lockstep.contracts.ObjectType;
import dev.lockstep.ingest.ContentHash;
import dev.lockstep.ingest.fact.Facts;
import dev.lockstep.ingest.leaver.HeldLeavers.Approval;
import dev.lockstep.ingest.leaver.HeldLeavers.Held;
import dev.lockstep.ingest.leaver.HeldLeavers.HeldLeaver;
import dev.lockstep.ingest.row.RowBook;
import dev.lockstep.ingest.row.RowBook.Known;
import dev.lockstep.ingest.row.RowIntake;
import dev.lockstep.ingest.row.Statement;
import dev.lockstep.ingest.source.Source;
import dev.lockstep.ingest.source.SourceSettings.Subject;
import dev.lockstep.kit.publish.Publisher;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Holds the leavers of a snapshot that lacks too many, and carries out what a person decides. A decision is on record before
 * it takes effect; from a fifth of a source's objects on, a release needs two people who agree on exactly the same leavers.
 */
public final class Leavers {
    private static final int BATCH = 500;
    private static final int SECOND_PERSON_PERCENT = 20;
    private static final Duration APPROVAL_LASTS = Duration.ofHours(24);

    private final HeldLeavers held;
    private final RowBook book;
    private final RowIntake rows;
    private final Publisher publisher;
    private final Clock clock;

    public Leavers(HeldLeavers held, RowBook book, RowIntake rows, Publisher publisher, Clock clock) {
        this.held = held;
        this.book = book;
        this.rows = rows;
        this.publisher = publisher;
        this.clock = clock;
    }

    /**
     * What became of a decision.
     *
     * @param matched held leavers that were meant
     * @param done decided now; who came back meanwhile is not among them
     * @param approvedBy who has approved it and waits for a second person, or null
     */
    public record Decision(int matched, int done, @Nullable String approvedBy) {
    }

    /** The newest snapshot lacks too many. @param missing with the {@code n} of their rows; @param known objects that the source had before */
    public void hold(String source, String uploadId, String initiator, Map<String, Long> missing, long known) {
        Instant now = clock.instant();
        held.replace(source, uploadId, known, missing.entrySet().stream()
                .map(each -> new HeldLeaver(source, each.getKey(), each.getValue(), uploadId, now)).toList(), now);
        publisher.publish(List.of(Facts.held(source, uploadId, missing.size(), known, initiator, now)));
    }

    /** The newest snapshot lacks few, who leave: nobody is held any more. */
    public void nobody(String source) {
        held.forget(source);
    }

    /** @param keys empty for all of the source */
    public Decision release(Source source, Set<String> keys, String by, String reason) {
        List<HeldLeaver> chosen = chosen(source.id(), keys);
        Held all = held.of(source.id()).orElse(null);
        if (all != null && chosen.size() > 1 && chosen.size() * 100L >= SECOND_PERSON_PERCENT * all.known()) {
            String what = ContentHash.of(chosen.stream().map(leaver -> leaver.key() + "@" + leaver.n()).toList());
            Approval first = all.approval();
            boolean fresh = first != null && first.what().equals(what) && first.at().isAfter(clock.instant().minus(APPROVAL_LASTS));
            if (!fresh || first.by().equals(by)) {
                held.approve(source.id(), new Approval(by, what, clock.instant()));
                return new Decision(chosen.size(), 0, by);
            }
        }
        int done = 0;
        for (int from = 0; from < chosen.size(); from += BATCH) {
            done += release(source, chosen.subList(from, Math.min(chosen.size(), from + BATCH)), by, reason);
        }
        held.approve(source.id(), null);
        return new Decision(chosen.size(), done, null);
    }

    private int release(Source source, List<HeldLeaver> page, String by, String reason) {
        List<String> keys = page.stream().map(HeldLeaver::key).toList();
        Map<String, Known> known = book.find(source.id(), keys);
        // Of whom the source has said something since, it does not want to be rid.
        List<HeldLeaver> still = page.stream().filter(leaver -> known.getOrDefault(leaver.key(), Known.NOTHING) instanceof Known row
                && row.present() && row.snapshot() && row.n() == leaver.n()).toList();
        Instant now = clock.instant();
        if (!still.isEmpty()) {
            publisher.publish(still.stream().map(leaver -> Facts.decided(leaver, "released", by, reason, now)).toList());
            rows.take(new RowIntake.Occasion(source.id(), by, still.getFirst().uploadId(), true, now),
                    still.stream().map(leaver -> gone(source.settings().objectType(), leaver.key())).toList(), List.of());
        }
        held.remove(source.id(), keys);
        return still.size();
    }

    /** They stay; a later snapshot without them asks again. @param keys empty for all of the source */
    public Decision reject(Source source, Set<String> keys, String by, String reason) {
        List<HeldLeaver> chosen = chosen(source.id(), keys);
        for (int from = 0; from < chosen.size(); from += BATCH) {
            List<HeldLeaver> page = chosen.subList(from, Math.min(chosen.size(), from + BATCH));
            Instant now = clock.instant();
            publisher.publish(page.stream().map(leaver -> Facts.decided(leaver, "rejected", by, reason, now)).toList());
            held.remove(source.id(), page.stream().map(HeldLeaver::key).toList());
        }
        return new Decision(chosen.size(), chosen.size(), null);
    }

    private List<HeldLeaver> chosen(String source, Set<String> keys) {
        if (!keys.isEmpty()) {
            return held.find(source, keys);
        }
        List<HeldLeaver> all = new ArrayList<>();
        List<HeldLeaver> page = held.page(source, null, BATCH);
        while (!page.isEmpty()) {
            all.addAll(page);
            page = page.size() < BATCH ? List.of() : held.page(source, source + "/" + page.getLast().key(), BATCH);
        }
        return all;
    }

    /** What a snapshot says by leaving a row out. */
    public static Statement gone(Subject subject, String key) {
        return switch (subject) {
            case USER -> new Statement.Gone(ObjectType.USER, key);
            case GROUP -> new Statement.Gone(ObjectType.GROUP, key);
            case MEMBERSHIP -> new Statement.NoMember(key.substring(0, key.indexOf('/')), key.substring(key.indexOf('/') + 1));
        };
    }
}
