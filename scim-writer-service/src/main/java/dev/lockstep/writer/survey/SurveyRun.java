package dev.lockstep.writer.survey;

import dev.lockstep.contracts.AppConfig;
import dev.lockstep.contracts.AppConfig.RemovalThreshold;
import dev.lockstep.contracts.AppConfig.Vanished;
import dev.lockstep.contracts.DesiredAccount;
import dev.lockstep.contracts.ObjectType;
import dev.lockstep.writer.account.Recheck;
import dev.lockstep.writer.account.Row;
import dev.lockstep.writer.account.RowWrite;
import dev.lockstep.writer.account.WorkTable;
import dev.lockstep.writer.delivery.Reading;
import dev.lockstep.writer.fault.ErrorCode;
import dev.lockstep.writer.fault.Verdict;
import dev.lockstep.writer.scim.Reply;
import dev.lockstep.writer.survey.Finding.Action;
import dev.lockstep.writer.survey.Finding.Kind;
import dev.lockstep.writer.survey.Survey.Counts;
import dev.lockstep.writer.survey.Survey.Step;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/** Takes one reconciliation from where it is to its end. May stop at any line; the next one goes on behind the last stored page. */
final class SurveyRun {
    private static final int ROWS = 200;
    private static final int SIGHTINGS = 500;
    private static final int MOST_TURNS = 50;

    private final InHand hand;
    private final WorkTable table;
    private final Sightings sightings;
    private final Findings findings;
    private final Reading reading;
    private final Patient patient;
    private final Journal journal;
    private final Clock clock;
    private final Consumer<String> unlinked;
    private final Comparison comparison = new Comparison();

    SurveyRun(InHand hand, WorkTable table, Sightings sightings, Findings findings, Reading reading, Patient patient, Journal journal, Clock clock,
            Consumer<String> unlinked) {
        this.hand = hand;
        this.table = table;
        this.sightings = sightings;
        this.findings = findings;
        this.reading = reading;
        this.patient = patient;
        this.journal = journal;
        this.clock = clock;
        this.unlinked = unlinked;
    }

    private String id() {
        return hand.survey().id();
    }

    private String app() {
        return hand.survey().app();
    }

    void run() {
        try {
            while (!hand.survey().step().isEnd()) {
                hand.keep();
                if (hand.survey().turn() > MOST_TURNS) {
                    throw new Patient.Impossible("It broke off too often.", ErrorCode.BROKEN_OFF);
                }
                switch (hand.survey().step()) {
                    case LISTING -> list();
                    case VANISHED -> vanished();
                    case REPAIRS -> repairs(Step.REPAIRS);
                    case HOLDING -> repairs(Step.HOLDING);
                    case ORPHANS -> orphans();
                    case DONE, FAILED, CANCELLED -> throw new IllegalStateException("it has ended");
                }
            }
        } catch (Patient.Impossible e) {
            end(Step.FAILED, e.getMessage());
        } catch (InHand.Cancelled e) {
            end(Step.CANCELLED, null);
        }
        journal.ended(hand.survey());
        sightings.clear(id());
        hand.save(hand.survey().closed());
    }

    private void end(Step step, @org.jspecify.annotations.Nullable String reason) {
        hand.save(hand.survey().ended(step, reason, counts(), clock.millis()));
    }

    private Counts counts() {
        return counts(findings, id());
    }

    static Counts counts(Findings findings, String run) {
        return new Counts(findings.count(run, Kind.DRIFT), findings.count(run, Kind.VANISHED), findings.count(run, Kind.ORPHAN),
                findings.count(run, Kind.DUPLICATE), findings.repaired(run));
    }

    // --- the listing

    private void list() {
        if (hand.survey().listed() == 0) {
            journal.started(hand.survey());
        }
        // What the replica before noted of a page that it did not complete.
        sightings.forgetFrom(id(), hand.survey().next());
        int count = Math.max(1, reading.config().profile().pageSize());
        while (hand.survey().step() == Step.LISTING) {
            Survey survey = hand.survey();
            int asked = count;
            Reply page = patient.call(() -> reading.list(survey.next(), asked));
            if (page.verdict() instanceof Verdict.Permanent permanent && permanent.code() == ErrorCode.TOO_LARGE && count > 1) {
                count = count / 2;
            } else if (!page.isDone()) {
                throw new Patient.Impossible("The target refused a page of the listing.", ErrorCode.REFUSED);
            } else {
                take(survey, page);
            }
        }
    }

    private void take(Survey survey, Reply page) {
        List<Sighting> accounts = page.resources().stream().map(Sighting::of).filter(Objects::nonNull).toList();
        String fault = Completeness.fault(survey, page, accounts, sightings.pages(survey.id(), accounts.stream().map(Sighting::id).toList()));
        if (fault != null) {
            throw new Patient.Impossible(fault + " Nothing was concluded about accounts that it did not show.", ErrorCode.CANNOT_LOOK_UP);
        }
        PageWork work = new PageWork(survey, table, sightings, findings, reading, patient, clock);
        PageWork.Compared compared = work.compare(page.resources());
        work.duplicates(accounts);
        sightings.note(survey.id(), survey.next(), accounts);
        Survey next = survey.listed(page.total(), accounts.size(), compared.linked(), compared.skipped());
        if (!Completeness.isLast(next)) {
            hand.save(next);
            return;
        }
        if (sightings.count(survey.id()) != next.total()) {
            throw new Patient.Impossible("The listing does not add up. Nothing was concluded about accounts that it did not show.", ErrorCode.CANNOT_LOOK_UP);
        }
        hand.save(next.at(Step.VANISHED, null));
    }

    // --- accounts that are gone

    private void vanished() {
        List<Row> rows = table.list(new WorkTable.Listing(app(), null, null, hand.survey().cursor(), ROWS));
        Map<String, Row> linked = new HashMap<>();
        for (Row row : rows) {
            String link = row.standing().targetId();
            if (link != null && isCandidate(row)) {
                linked.put(link, row);
            }
        }
        linked.keySet().removeAll(sightings.pages(id(), linked.keySet()).keySet());
        List<Finding> gone = new ArrayList<>();
        for (Map.Entry<String, Row> missing : linked.entrySet()) {
            Reply reply = patient.call(() -> reading.read(missing.getKey()));
            if (reply.verdict() instanceof Verdict.Vanished) {
                gone.add(gone(missing.getValue(), missing.getKey()));
            } else if (reply.isDone()) {
                throw new Patient.Impossible("The listing left out an account that exists. Nothing was concluded about accounts that it did not show.",
                        ErrorCode.CANNOT_LOOK_UP);
            }
        }
        findings.put(gone);
        hand.save(rows.size() < ROWS ? hand.survey().at(tooMany() ? Step.HOLDING : Step.REPAIRS, null) : hand.survey().at(Step.VANISHED, rows.getLast().key()));
    }

    /** An account that changed since the listing began may have been missed for that. */
    private boolean isCandidate(Row row) {
        return Comparison.isSettled(row) && row.standing().updatedAt() < hand.survey().startedAt()
                && Objects.requireNonNull(row.wish()).account().objectType() == ObjectType.USER && comparison.wantsAccount(row, reading.config().profile());
    }

    private Finding gone(Row row, String link) {
        return new Finding(id(), Kind.VANISHED, row.objectId(), row.objectId(), Objects.requireNonNull(row.wish()).account().userName(), null, List.of(link), null,
                List.of(), action(reading.config()), false, clock.millis());
    }

    private static Action action(AppConfig config) {
        return config.policies().reconciliation().vanished() == Vanished.RECREATE ? Action.RECREATE : Action.UNLINK;
    }

    private void repairs(Step step) {
        List<Finding> page = findings.list(id(), Kind.VANISHED, hand.survey().cursor(), ROWS);
        if (step == Step.HOLDING) {
            findings.put(page.stream().map(finding -> finding.with(Action.HELD_BACK, false)).toList());
        } else if (!hand.survey().dryRun()) {
            repair(page);
        }
        hand.save(page.size() < ROWS ? hand.survey().at(Step.ORPHANS, null) : hand.survey().at(step, page.getLast().id()));
    }

    /** As many as may be removed at a time may be missing: more may be the wrong tenant, or one that was emptied. */
    private boolean tooMany() {
        long vanished = findings.count(id(), Kind.VANISHED);
        RemovalThreshold threshold = reading.config().removalThreshold();
        long accounts = table.countIn(app(), Row.State.ACTIVE) + table.countIn(app(), Row.State.WAITING_FOR_REFERENCE);
        return !hand.survey().confirm() && vanished > threshold.count() && vanished * 100 > threshold.percent() * accounts;
    }

    private void repair(List<Finding> gone) {
        Map<String, Row> rows = table.read(gone.stream().map(finding -> DesiredAccount.key(app(), String.valueOf(finding.objectId()))).toList());
        Map<String, Finding> ordered = new HashMap<>();
        List<RowWrite> writes = new ArrayList<>();
        List<Row> given = new ArrayList<>();
        for (Finding finding : gone) {
            Row row = rows.get(DesiredAccount.key(app(), String.valueOf(finding.objectId())));
            String link = finding.targetIds().getFirst();
            if (row == null || !link.equals(row.standing().targetId()) || !Comparison.isSettled(row)) {
                continue;
            }
            ordered.put(row.key(), finding);
            if (finding.action() == Action.UNLINK) {
                given.add(row);
                writes.add(new RowWrite.Unlinked(row.key(), row.version(), link, clock.millis()));
            } else {
                writes.add(new RowWrite.Again(row.key(), row.version(), link, true, row.progress().part() + 1,
                        new Recheck(id(), java.util.Set.of()), clock.millis()));
            }
        }
        findings.put(ordered.values().stream().map(finding -> finding.with(finding.action(), true)).toList());
        journal.unlinked(hand.survey(), given);
        var refused = table.write(writes);
        findings.put(refused.stream().map(key -> Objects.requireNonNull(ordered.get(key))).toList());
        ordered.keySet().forEach(unlinked);
    }

    // --- accounts that nobody is linked to

    private void orphans() {
        List<Sighting> page = sightings.after(id(), hand.survey().cursor(), SIGHTINGS);
        Map<String, Sighting> alone = new HashMap<>();
        page.forEach(account -> alone.put(account.id(), account));
        alone.keySet().removeAll(table.holders(app(), alone.keySet()).keySet());
        Map<String, Row> named = table.read(alone.values().stream().filter(a -> a.externalId() != null)
                .map(a -> DesiredAccount.key(app(), String.valueOf(a.externalId()))).toList());
        List<Finding> orphans = new ArrayList<>();
        for (Sighting account : alone.values()) {
            Row row = named.get(DesiredAccount.key(app(), String.valueOf(account.externalId())));
            // One that is being made, or just was, is about to be linked.
            if (row == null || !row.isOpen() && !account.id().equals(row.standing().targetId())) {
                orphans.add(new Finding(id(), Kind.ORPHAN, account.id(), null, account.userName(), account.externalId(), List.of(account.id()), null, List.of(),
                        Action.REPORT, false, clock.millis()));
            }
        }
        findings.put(orphans);
        if (page.size() < SIGHTINGS) {
            end(Step.DONE, null);
        } else {
            hand.save(hand.survey().at(Step.ORPHANS, page.getLast().id()));
        }
    }
}
