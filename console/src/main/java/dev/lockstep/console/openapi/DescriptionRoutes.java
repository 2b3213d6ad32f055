package dev.lockstep.console.openapi;

import dev.lockstep.console.gateway.Service;
import dev.lockstep.console.gateway.ServiceAnswer;
import dev.lockstep.console.gateway.ServiceCalls;
import dev.lockstep.kit.web.Allowed;
import dev.lockstep.kit.web.Caller;
import dev.lockstep.kit.web.Problem;
import dev.lockstep.kit.web.Role;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springdoc.webmvc.api.OpenApiWebMvcResource;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code GET /api/v1/openapi.json}: the whole API, from what each service generates of its own routes. */
@RestController
class DescriptionRoutes {
    private static final Logger log = LoggerFactory.getLogger(DescriptionRoutes.class);
    private static final Duration REMEMBERED = Duration.ofSeconds(60);
    private final ServiceCalls services;
    private final OpenApiWebMvcResource own;
    private final JsonMapper json;
    private final Clock clock;
    private volatile @Nullable Made made;

    private record Made(JsonNode document, Instant until) {
    }

    DescriptionRoutes(ServiceCalls services, OpenApiWebMvcResource own, JsonMapper json, Clock clock) {
        this.services = services;
        this.own = own;
        this.json = json;
        this.clock = clock;
    }

    @GetMapping(path = "/api/v1/openapi.json", produces = MediaType.APPLICATION_JSON_VALUE)
    @Allowed({Role.OPERATOR, Role.AUDITOR, Role.SOURCE})
    @Hidden
    JsonNode description(HttpServletRequest request) throws IOException {
        Made last = made;
        if (last != null && clock.instant().isBefore(last.until())) {
            return last.document();
        }
        MergedDescription merged = new MergedDescription(json, "v1");
        merged.add("console", json.readTree(own.openapiJson(request, "/internal/openapi", Locale.ENGLISH)));
        boolean whole = true;
        for (Service service : Service.values()) {
            whole &= addTo(merged, service, Caller.current());
        }
        if (whole) {
            made = new Made(merged.document(), clock.instant().plus(REMEMBERED));
        }
        return merged.document();
    }

    /** A service that is away leaves a gap, not an error: the others' routes are still worth reading. */
    private boolean addTo(MergedDescription merged, Service service, Caller caller) {
        try {
            ServiceAnswer answer = services.get(service, "/internal/openapi", caller);
            if (answer.isOk()) {
                merged.add(service.label(), answer.tree());
            }
            return answer.isOk();
        } catch (Problem e) {
            log.info("the description of the {} service is missing: it does not answer", service.label());
            return false;
        }
    }
}
