package dev.lockstep.console.metrics;

import dev.lockstep.console.gateway.Service;
import dev.lockstep.console.gateway.ServiceCalls;
import dev.lockstep.kit.metrics.MeterCatalog;
import dev.lockstep.kit.metrics.MeterSpec;
import dev.lockstep.kit.web.Allowed;
import dev.lockstep.kit.web.Caller;
import dev.lockstep.kit.web.Role;
import io.swagger.v3.oas.annotations.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code GET /api/v1/metrics}: the meters that Lockstep registers itself, as each service declares them. */
@RestController
class MetricsRoutes {
    private final ServiceCalls services;
    private final List<MeterCatalog> own;
    private final JsonMapper json;

    /** @param services that have it, each with values of its own at {@code /actuator/prometheus} */
    record Metric(MeterSpec meter, List<String> services) {
    }

    /** @param items by name */
    record Metrics(List<Metric> items) {
    }

    MetricsRoutes(ServiceCalls services, List<MeterCatalog> own, JsonMapper json) {
        this.services = services;
        this.own = own;
        this.json = json;
    }

    /** @throws dev.lockstep.kit.web.Problem 503 when a service does not answer: half a list would look like a whole one */
    @GetMapping("/api/v1/metrics")
    @Allowed({Role.OPERATOR, Role.AUDITOR})
    @Operation(summary = "What Lockstep measures: name, kind, unit, tags and meaning of each metric; the values are at each service's /actuator/prometheus")
    Metrics metrics() {
        Map<String, Metric> found = new TreeMap<>();
        own.forEach(catalog -> catalog.meters().forEach(meter -> add(found, meter, "console")));
        for (Service service : Service.values()) {
            for (JsonNode meter : services.get(service, "/internal/meters", Caller.current()).orRefuse().tree().path("items")) {
                add(found, json.treeToValue(meter, MeterSpec.class), service.label());
            }
        }
        return new Metrics(List.copyOf(found.values()));
    }

    private static void add(Map<String, Metric> found, MeterSpec meter, String service) {
        found.computeIfAbsent(meter.name(), _ -> new Metric(meter, new ArrayList<>())).services().add(service);
    }
}
