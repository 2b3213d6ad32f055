package dev.lockstep.kit.metrics;

import dev.lockstep.kit.web.Allowed;
import dev.lockstep.kit.web.Role;
import io.swagger.v3.oas.annotations.Hidden;
import java.util.Comparator;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /internal/meters}: what this service measures; the values are at {@code /actuator/prometheus}. */
@RestController
final class MeterRoutes {
    private final List<MeterSpec> meters;

    /** @param items by name */
    record Declared(List<MeterSpec> items) {
    }

    MeterRoutes(List<MeterCatalog> catalogs) {
        meters = catalogs.stream().flatMap(catalog -> catalog.meters().stream()).sorted(Comparator.comparing(MeterSpec::name)).toList();
    }

    @GetMapping("/internal/meters")
    @Allowed({Role.OPERATOR, Role.AUDITOR})
    @Hidden
    Declared meters() {
        return new Declared(meters);
    }
}
