package dev.lockstep.mapping.api;

import dev.lockstep.kit.web.Allowed;
import dev.lockstep.kit.web.Caller;
import dev.lockstep.kit.web.Page;
import dev.lockstep.kit.web.Problem;
import dev.lockstep.kit.web.Role;
import dev.lockstep.mapping.parked.ParkedMessage;
import dev.lockstep.mapping.parked.ParkedMessage.State;
import dev.lockstep.mapping.parked.ParkedMessages;
import dev.lockstep.mapping.parked.ParkedStore.Filter;
import dev.lockstep.mapping.sweep.Errands;
import io.swagger.v3.oas.annotations.Operation;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Messages that a service could not use. */
@RestController
@RequestMapping("/api/v1/parked")
final class ParkedRoutes {
    private static final int MOST_IDS = 1000;
    private static final String SUFFIX = ".parked";
    private final ParkedMessages messages;
    private final Errands errands;

    ParkedRoutes(ParkedMessages messages, @Qualifier("parkedErrands") Errands errands) {
        this.messages = messages;
        this.errands = errands;
    }

    /**
     * @param topic that it was read from
     * @param offset on the topic's parked twin
     * @param state {@code parked}, {@code puttingBack}, {@code putBack} or {@code gone}
     * @param times how often the same message has been parked
     * @param content only where one message is shown: its structure, each value replaced by its type and length; null when its time on the
     *        topic is over
     */
    record ParkedView(String id, String topic, int partition, long offset, @Nullable String key, String parkedBy, String code, String fault,
            String origin, Instant time, long size, long times, String state, @Nullable String putBackBy, @Nullable Instant putBackAt,
            ParkedMessages.@Nullable Shown content) {
        static ParkedView of(ParkedMessage message, ParkedMessages.@Nullable Shown content) {
            return new ParkedView(message.id(), message.topic(), message.partition(), message.offset(), message.key(), message.parkedBy(),
                    message.code(), message.fault(), message.origin(), message.at(), message.size(), message.times(), message.state().spelling(),
                    message.putBackBy(), message.putBackAt(), content);
        }
    }

    @GetMapping
    @Allowed({Role.OPERATOR, Role.AUDITOR})
    @Operation(summary = "Parked messages of all services, newest first, without their content; kept for 90 days")
    Page<ParkedView> list(@RequestParam(required = false) @Nullable String topic, @RequestParam(required = false) @Nullable String code,
            @RequestParam(required = false) @Nullable String by, @RequestParam(required = false) @Nullable Instant since,
            @RequestParam(required = false) @Nullable String state, @RequestParam(required = false) @Nullable Integer limit,
            @RequestParam(required = false) @Nullable String cursor) {
        int most = Page.limit(limit);
        Filter filter = new Filter(topic(topic), text(code), text(by), since, state(state));
        return Page.of(messages.page(filter, Page.decode(cursor), most + 1), most, ParkedMessage::id).map(message -> ParkedView.of(message, null));
    }

    @GetMapping("/{id}")
    @Allowed({Role.OPERATOR, Role.AUDITOR})
    @Operation(summary = "One parked message with its structure; every value is replaced by its type and length")
    ParkedView one(@PathVariable String id) {
        ParkedMessages.Seen seen = messages.see(id);
        return ParkedView.of(seen.message(), seen.content());
    }

    record FilterBody(@Nullable String topic, @Nullable String code, @Nullable String by, @Nullable Instant since) {
    }

    record PutBackBody(@Nullable List<String> ids, @Nullable FilterBody filter, @Nullable Boolean dryRun) {
    }

    record Matched(long matched) {
    }

    record PuttingBack(long putBack) {
    }

    @PostMapping("/put-back")
    @Allowed(Role.OPERATOR)
    @Operation(summary = "Publishes parked messages as they were on the topic that they came from: {ids | filter{topic?, code?, by?, since?}, dryRun?}. "
            + "Readers that had no trouble with one ignore it. A change of a source without versions counts as its newest.")
    ResponseEntity<Object> putBack(@RequestBody PutBackBody body) {
        boolean dryRun = Boolean.TRUE.equals(body.dryRun());
        String by = Caller.current().subject();
        if (body.ids() != null && body.filter() == null && body.ids().size() <= MOST_IDS) {
            List<String> ids = body.ids();
            return dryRun ? ResponseEntity.ok(new Matched(messages.matched(ids))) : accepted(messages.putBack(ids, by));
        }
        if (body.filter() != null && body.ids() == null) {
            FilterBody wanted = body.filter();
            Filter filter = new Filter(topic(wanted.topic()), text(wanted.code()), text(wanted.by()), wanted.since(), null);
            return dryRun ? ResponseEntity.ok(new Matched(messages.matched(filter))) : accepted(messages.putBack(filter, by));
        }
        throw Problem.badRequest("malformed", "The body needs exactly one of ids and filter.",
                "Send {\"ids\": [...]} with " + MOST_IDS + " ids at most, or {\"filter\": {}} for all.");
    }

    private ResponseEntity<Object> accepted(long count) {
        errands.nudge();
        return ResponseEntity.status(HttpStatus.ACCEPTED).body(new PuttingBack(count));
    }

    private static @Nullable String text(@Nullable String value) {
        return value == null || value.isEmpty() ? null : value;
    }

    private static @Nullable String topic(@Nullable String name) {
        String topic = text(name);
        return topic != null && topic.endsWith(SUFFIX) ? topic.substring(0, topic.length() - SUFFIX.length()) : topic;
    }

    private static @Nullable State state(@Nullable String spelling) {
        if (text(spelling) == null) {
            return null;
        }
        return Arrays.stream(State.values()).filter(state -> state.spelling().equals(spelling)).findFirst().orElseThrow(() ->
                Problem.badRequest("bad-state", "There is no such state.", "Use parked, puttingBack, putBack or gone."));
    }
}
