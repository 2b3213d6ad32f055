package dev.lockstep.writer.survey;

import dev.lockstep.contracts.AppConfig.Provisioning;
import dev.lockstep.kit.publish.Publisher;
import dev.lockstep.writer.account.WorkTable;
import dev.lockstep.writer.delivery.Delivery;
import dev.lockstep.writer.delivery.Reading;
import dev.lockstep.writer.survey.Finding.Kind;
import dev.lockstep.writer.survey.Survey.Step;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reconciliations of apps with their targets: asked for or by schedule, carried on by whichever replica has a hand free. */
public final class Reconciliations implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Reconciliations.class);
    private static final int AT_A_TIME = 4;
    private static final int SCHEDULE_POLLS = 30;
    private static final long UPKEEP_MILLIS = Duration.ofHours(1).toMillis();

    private final Surveys surveys;
    private final Sightings sightings;
    private final Findings findings;
    private final WorkTable table;
    private final Delivery delivery;
    private final Journal journal;
    private final Clock clock;
    private final SurveySettings settings;
    private final MeterRegistry meters;
    private final String owner = UUID.randomUUID().toString();
    private final Semaphore hands = new Semaphore(AT_A_TIME);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("writer-reconciliations").factory());
    private volatile boolean stopping;
    private long upkeepAt;
    private long scheduleAt;

    /** Where everything is kept. */
    public record Stores(Surveys surveys, Sightings sightings, Findings findings) {
    }

    public Reconciliations(Stores stores, WorkTable table, Delivery delivery, Publisher publisher, Clock clock, SurveySettings settings, MeterRegistry meters) {
        this.surveys = stores.surveys();
        this.sightings = stores.sightings();
        this.findings = stores.findings();
        this.table = table;
        this.delivery = delivery;
        this.journal = new Journal(publisher, clock);
        this.clock = clock;
        this.settings = settings;
        this.meters = meters;
        timer.scheduleWithFixedDelay(this::look, settings.poll().toMillis(), settings.poll().toMillis(), TimeUnit.MILLISECONDS);
    }

    // --- what is asked

    /** Empty for an app that is not known. */
    public Optional<Reading> reading(String app) {
        return delivery.reading(app);
    }

    /** @return empty when one of the app is under way */
    public Optional<Survey> begin(String app, boolean dryRun, boolean confirm, String by) {
        Survey survey = Survey.begun("rec-" + UUID.randomUUID(), app, by, dryRun, confirm, clock.millis());
        if (!surveys.begin(survey)) {
            return Optional.empty();
        }
        soon();
        return Optional.of(survey);
    }

    /** With the counts as of now. */
    public Optional<Survey> find(String app, String id) {
        return surveys.find(id).filter(survey -> survey.app().equals(app)).map(survey -> survey.step().isEnd() ? survey : live(survey));
    }

    private Survey live(Survey s) {
        return new Survey(s.id(), s.app(), s.by(), s.dryRun(), s.confirm(), s.step(), s.next(), s.total(), s.listed(), s.linked(), s.skipped(), s.cursor(), s.reason(),
                SurveyRun.counts(findings, s.id()), s.startedAt(), s.endedAt(), s.open(), s.cancelled(), s.turn());
    }

    /** Newest first. */
    public List<Survey> of(String app, @org.jspecify.annotations.Nullable Long before, int limit) {
        return surveys.of(app, before, limit);
    }

    public List<Finding> findings(String id, @org.jspecify.annotations.Nullable Kind kind, @org.jspecify.annotations.Nullable String after, int limit) {
        return findings.list(id, kind, after, limit);
    }

    public boolean cancel(String id) {
        return surveys.cancel(id);
    }

    /** The app is gone, and what was found of its accounts goes too. */
    public void removed(String app) {
        for (String run : surveys.remove(app)) {
            findings.clear(run);
            sightings.clear(run);
        }
    }

    // --- what is done

    private void soon() {
        try {
            timer.execute(this::look);
        } catch (RejectedExecutionException e) {
            log.debug("stopped");
        }
    }

    private void look() {
        try {
            schedule();
            while (!stopping && hands.tryAcquire()) {
                long now = clock.millis();
                Optional<Survey> taken = Optional.empty();
                try {
                    taken = surveys.lease(owner, now, now + settings.lease().toMillis());
                } finally {
                    if (taken.isEmpty()) {
                        hands.release();
                    }
                }
                if (taken.isEmpty()) {
                    break;
                }
                Survey survey = taken.get();
                threads.execute(() -> carryOn(survey));
            }
            upkeep();
        } catch (RuntimeException e) {
            if (!stopping) {
                log.atWarn().addKeyValue("fault", e.getClass().getName()).log("reconciliations not looked at, trying again");
            }
        }
    }

    private void carryOn(Survey survey) {
        InHand hand = new InHand(survey, surveys, clock, settings.lease(), () -> stopping);
        try {
            Optional<Reading> reading = delivery.reading(survey.app());
            if (reading.isEmpty()) {
                gone(hand);
                return;
            }
            Patient patient = new Patient(hand, reading.get(), settings, clock);
            new SurveyRun(hand, table, sightings, findings, reading.get(), patient, journal, clock, delivery::unlinked).run();
            ended(hand.survey());
        } catch (InHand.Lost e) {
            log.atInfo().addKeyValue("reconciliation", survey.id()).log("reconciliation left to another replica");
        } catch (RuntimeException e) {
            // The store or the broker is away: when the lease has ended somebody goes on.
            log.atWarn().addKeyValue("reconciliation", survey.id()).addKeyValue("fault", e.getClass().getName())
                    .addKeyValue("at", e.getStackTrace().length == 0 ? "?" : e.getStackTrace()[0]).log("reconciliation broke off, going on later");
        } finally {
            hands.release();
        }
    }

    /** The app is not known here: another replica may know it by now, but an app that was removed never comes back. */
    private void gone(InHand hand) {
        Survey survey = hand.survey();
        if (clock.millis() - survey.startedAt() < settings.patience().toMillis() && !survey.cancelled()) {
            return;
        }
        hand.save(survey.ended(survey.cancelled() ? Step.CANCELLED : Step.FAILED, "The app does not exist any more.", SurveyRun.counts(findings, survey.id()), clock.millis()));
        journal.ended(hand.survey());
        sightings.clear(survey.id());
        hand.save(hand.survey().closed());
    }

    private void ended(Survey survey) {
        meters.counter("lockstep.writer.reconciliations", "app", survey.app(), "state", survey.state()).increment();
        count(survey, Kind.DRIFT, survey.counts().drifted());
        count(survey, Kind.VANISHED, survey.counts().vanished());
        count(survey, Kind.ORPHAN, survey.counts().orphans());
        count(survey, Kind.DUPLICATE, survey.counts().duplicates());
        log.atInfo().addKeyValue("reconciliation", survey.id()).addKeyValue("target", survey.app()).addKeyValue("state", survey.state())
                .addKeyValue("listed", survey.listed()).addKeyValue("repaired", survey.counts().repaired()).log("reconciliation ended");
    }

    private void count(Survey survey, Kind kind, long found) {
        meters.counter("lockstep.writer.reconciliation.findings", "app", survey.app(), "kind", kind.word()).increment(found);
    }

    /** The first one comes when the interval has passed once. */
    private void schedule() {
        if (clock.millis() < scheduleAt) {
            return;
        }
        scheduleAt = clock.millis() + SCHEDULE_POLLS * settings.poll().toMillis();
        for (Reading reading : delivery.readings()) {
            int hours = reading.config().policies().reconciliation().everyHours();
            if (hours <= 0 || reading.config().provisioning() != Provisioning.ON || reading.closed() != null) {
                continue;
            }
            String app = reading.config().app();
            long now = clock.millis();
            long last = surveys.of(app, null, 1).stream().mapToLong(Survey::startedAt).findFirst().orElse(0);
            long due = Math.max(surveys.scheduledSince(app, now), last) + Duration.ofHours(hours).toMillis();
            if (now >= due) {
                // Of several replicas one makes it: the others find the same id.
                surveys.begin(Survey.begun("rec-" + app + "-" + due, app, "schedule", false, false, now));
            }
        }
    }

    private void upkeep() {
        long now = clock.millis();
        if (now >= upkeepAt) {
            upkeepAt = now + UPKEEP_MILLIS;
            findings.dropBefore(now - settings.findingsKept().toMillis());
            surveys.dropBefore(now - Duration.ofDays(400).toMillis());
        }
    }

    /** What is under way stops where it is; another replica goes on when the lease has ended. */
    @Override
    public void close() {
        stopping = true;
        timer.shutdownNow();
        threads.shutdownNow();
        try {
            if (!threads.awaitTermination(5, TimeUnit.SECONDS)) {
                log.debug("a call is still under way");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
