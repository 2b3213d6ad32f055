package dev.lockstep.writer.delivery;

import dev.lockstep.contracts.Activity;
import dev.lockstep.contracts.Topic;
import dev.lockstep.contracts.codec.Codec;
import dev.lockstep.kit.publish.Outgoing;
import dev.lockstep.kit.publish.Publisher;
import dev.lockstep.writer.fault.ErrorCode;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Remembers quarantines and reports each once when it begins and once when it ends. */
final class Episodes {
    private static final Logger log = LoggerFactory.getLogger(Episodes.class);

    private final Quarantines quarantines;
    private final Publisher publisher;
    private final Clock clock;
    private final Map<String, Quarantines.Quarantine> open = new ConcurrentHashMap<>();

    Episodes(Quarantines quarantines, Publisher publisher, Clock clock) {
        this.quarantines = quarantines;
        this.publisher = publisher;
        this.clock = clock;
        open.putAll(quarantines.all());
    }

    Optional<Quarantines.Quarantine> open(String app) {
        return Optional.ofNullable(open.get(app));
    }

    void entered(String app, ErrorCode code, long since) {
        var quarantine = new Quarantines.Quarantine(code, since);
        open.put(app, quarantine);
        quarantines.enter(app, quarantine);
        log.atWarn().addKeyValue("target", app).addKeyValue("code", code.code()).log("app in quarantine");
        report(app, code, since, "entered", "failure", "Provisioning is in quarantine: " + code.happened() + " " + code.next());
    }

    void left(String app, ErrorCode code, long since) {
        log.atInfo().addKeyValue("target", app).addKeyValue("code", code.code()).log("app out of quarantine");
        report(app, code, since, "left", "success", "Provisioning has left quarantine; waiting accounts are attempted now.");
        open.remove(app);
        quarantines.leave(app);
    }

    void forget(String app) {
        open.remove(app);
        quarantines.leave(app);
    }

    private void report(String app, ErrorCode code, long since, String transition, String status, String summary) {
        String id = app + "/quarantine/" + code.code() + "/" + since + "/" + transition;
        Activity activity = new Activity(id, clock.instant(), "job", status, app, null, null, "lockstep", List.of(), summary, List.of(),
                new Activity.Failure(code.code(), code.happened()),
                Map.of("transition", transition, "since", Instant.ofEpochMilli(since).toString(), "cause", code.likelyCause(), "next", code.next()));
        publisher.publish(List.of(Outgoing.of(Topic.ACTIVITY, app, Codec.envelope(id, "writer", app, clock.instant(), activity))));
    }
}
