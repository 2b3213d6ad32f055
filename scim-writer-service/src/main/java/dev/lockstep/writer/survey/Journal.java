package dev.lockstep.writer.survey;

import dev.lockstep.contracts.Activity;
import dev.lockstep.contracts.Topic;
import dev.lockstep.contracts.codec.Codec;
import dev.lockstep.kit.publish.Outgoing;
import dev.lockstep.kit.publish.Publisher;
import dev.lockstep.writer.account.Row;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What goes on record of a reconciliation beside the outcomes of its repairs. A repetition carries the same id. */
final class Journal {
    private final Publisher publisher;
    private final Clock clock;

    Journal(Publisher publisher, Clock clock) {
        this.publisher = publisher;
        this.clock = clock;
    }

    void started(Survey survey) {
        publish(survey, "started", "success", survey.dryRun() ? "A reconciliation with the target began; it only reports." : "A reconciliation with the target began.");
    }

    void ended(Survey survey) {
        Survey.Counts counts = survey.counts();
        String found = survey.listed() + " accounts listed: " + counts.drifted() + " differ, " + counts.vanished() + " are gone, " + counts.orphans()
                + " are not linked, " + counts.duplicates() + " values are shared; " + counts.repaired() + (survey.dryRun() ? " repairs (dry run)." : " repairs ordered.");
        switch (survey.step()) {
            case DONE -> publish(survey, "ended", "success", "The reconciliation is done. " + found);
            case FAILED -> publish(survey, "ended", "warning", "The reconciliation failed. " + survey.reason() + " " + found);
            case CANCELLED -> publish(survey, "ended", "warning", "The reconciliation was cancelled. " + found);
            case LISTING, VANISHED, REPAIRS, HOLDING, ORPHANS -> throw new IllegalStateException("it has not ended");
        }
    }

    private void publish(Survey survey, String transition, String status, String summary) {
        String id = survey.app() + "/reconciliation/" + survey.id() + "/" + transition;
        Map<String, @Nullable Object> detail = new LinkedHashMap<>();
        detail.put("reconciliation", survey.id());
        detail.put("transition", transition);
        detail.put("state", survey.state());
        detail.put("dryRun", survey.dryRun());
        if (survey.step().isEnd()) {
            detail.put("listed", survey.listed());
            detail.put("linked", survey.linked());
            detail.put("drifted", survey.counts().drifted());
            detail.put("vanished", survey.counts().vanished());
            detail.put("orphans", survey.counts().orphans());
            detail.put("duplicates", survey.counts().duplicates());
            detail.put("repaired", survey.counts().repaired());
        }
        Activity activity = new Activity(id, clock.instant(), "job", status, survey.app(), null, null, survey.by(), List.of(), summary, List.of(), null, detail);
        publisher.publish(List.of(Outgoing.of(Topic.ACTIVITY, survey.app(), Codec.envelope(id, "writer", survey.app(), clock.instant(), activity))));
    }

    /** Accounts that are gone and will not be made again. */
    void unlinked(Survey survey, List<Row> rows) {
        if (rows.isEmpty()) {
            return;
        }
        publisher.publish(rows.stream().map(row -> {
            String id = row.key() + "/reconciliation/" + survey.id() + "/unlinked";
            Row.Wish wish = java.util.Objects.requireNonNull(row.wish(), "a linked row has a desire");
            Activity activity = new Activity(id, clock.instant(), "job", "warning", row.app(), row.objectId(), wish.account().userName(),
                    "reconciliation:" + survey.id(), wish.account().causes(),
                    "The account is gone from the target; its link was forgotten, and it is made again only when its desire changes.", List.of(), null,
                    Map.of("reconciliation", survey.id(), "transition", "unlinked", "targetId", String.valueOf(row.standing().targetId())));
            return Outgoing.of(Topic.ACTIVITY, row.key(), Codec.envelope(id, "writer", row.key(), clock.instant(), activity));
        }).toList());
    }
}
