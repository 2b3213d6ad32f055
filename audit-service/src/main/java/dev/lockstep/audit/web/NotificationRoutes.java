package dev.lockstep.audit.web;

import dev.lockstep.audit.notify.Episode;
import dev.lockstep.audit.notify.Episodes;
import dev.lockstep.kit.web.Allowed;
import dev.lockstep.kit.web.Page;
import dev.lockstep.kit.web.Role;
import io.swagger.v3.oas.annotations.Operation;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** What people were told about an app, for the console. */
@RestController
final class NotificationRoutes {
    private final Episodes episodes;

    NotificationRoutes(Episodes episodes) {
        this.episodes = episodes;
    }

    @GetMapping("/internal/apps/{app}/notifications")
    @Allowed({Role.AUDITOR, Role.OPERATOR})
    @Operation(summary = "Episodes of failure of an app and what became of their mails, latest first")
    Page<Episode> notifications(@PathVariable String app) {
        return new Page<>(episodes.of(app), null);
    }
}
