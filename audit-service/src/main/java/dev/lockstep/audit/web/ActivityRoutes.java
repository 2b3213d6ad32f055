package dev.lockstep.audit.web;

import dev.lockstep.audit.fact.Fact;
import dev.lockstep.audit.ledger.ActivityQuery;
import dev.lockstep.audit.ledger.Ledger;
import dev.lockstep.audit.ledger.Position;
import dev.lockstep.kit.web.Allowed;
import dev.lockstep.kit.web.Page;
import dev.lockstep.kit.web.Problem;
import dev.lockstep.kit.web.Role;
import io.swagger.v3.oas.annotations.Operation;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What happened, newest first. */
@RestController
final class ActivityRoutes {
    private final Ledger ledger;

    ActivityRoutes(Ledger ledger) {
        this.ledger = ledger;
    }

    @GetMapping("/api/v1/activities")
    @Allowed({Role.AUDITOR, Role.OPERATOR})
    @Operation(summary = "Activities, newest first; pages stay where they are while more arrive")
    Page<Fact> list(@ParameterObject @ModelAttribute ActivityParameters filter,
            @RequestParam(required = false) @Nullable Integer limit, @RequestParam(required = false) @Nullable String cursor) {
        return page(filter.query(), limit, cursor);
    }

    @GetMapping("/api/v1/activities/{id}")
    @Allowed({Role.AUDITOR, Role.OPERATOR})
    @Operation(summary = "One activity")
    Fact one(@PathVariable String id) {
        return ledger.find(id).orElseThrow(() ->
                Problem.notFound("This activity", "List activities; those older than the retention time are gone."));
    }

    @GetMapping("/internal/causes/{*eventId}")
    @Allowed({Role.AUDITOR, Role.OPERATOR})
    @Operation(summary = "Everything that a source event, <source>/<eventId>, led to")
    Page<Fact> ledTo(@PathVariable String eventId,
            @RequestParam(required = false) @Nullable Integer limit, @RequestParam(required = false) @Nullable String cursor) {
        return page(new ActivityQuery(null, null, null, null, null, null, List.of(), eventId.substring(1)), limit, cursor);
    }

    private Page<Fact> page(ActivityQuery query, @Nullable Integer asked, @Nullable String cursor) {
        int limit = Page.limit(asked);
        return Page.of(ledger.page(query, Position.parse(Page.decode(cursor)), limit + 1), limit, fact -> Position.of(fact).text());
    }
}
