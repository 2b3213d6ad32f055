package dev.lockstep.audit.web;

import dev.lockstep.audit.notify.Episode;
import dev.lockstep.audit.notify.Episodes;
import dev.lockstep.audit.ledger.Ledger;
import dev.lockstep.kit.web.Allowed;
import dev.lockstep.kit.web.Page;
import dev.lockstep.kit.web.Problem;
import dev.lockstep.kit.web.Role;
import io.swagger.v3.oas.annotations.Operation;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What the console shows of an app. */
@RestController
final class AppRoutes {
    private static final int MOST_HOURS = 24 * 31;

    private final Episodes episodes;
    private final Ledger ledger;
    private final Clock clock;

    AppRoutes(Episodes episodes, Ledger ledger, Clock clock) {
        this.episodes = episodes;
        this.ledger = ledger;
        this.clock = clock;
    }

    record Summary(String app, Instant from, List<Ledger.Count> counts) {
    }

    @GetMapping("/internal/apps/{app}/summary")
    @Allowed({Role.AUDITOR, Role.OPERATOR})
    @Operation(summary = "How many activities of each action and status an app had in the last hours")
    Summary summary(@PathVariable String app, @RequestParam(defaultValue = "24") int hours) {
        if (hours < 1 || hours > MOST_HOURS) {
            throw Problem.badRequest("bad-hours", "hours must be between 1 and " + MOST_HOURS + ".", "Ask for fewer hours.");
        }
        Instant from = clock.instant().minus(Duration.ofHours(hours));
        return new Summary(app, from, ledger.counts(app, from));
    }

    @GetMapping("/internal/apps/{app}/notifications")
    @Allowed({Role.AUDITOR, Role.OPERATOR})
    @Operation(summary = "Episodes of failure of an app and what became of their mails, latest first")
    Page<Episode> notifications(@PathVariable String app) {
        return new Page<>(episodes.of(app), null);
    }
}
