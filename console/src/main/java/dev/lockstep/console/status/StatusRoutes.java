package dev.lockstep.console.status;

import dev.lockstep.console.ConsoleApplication;
import dev.lockstep.kit.web.Allowed;
import dev.lockstep.kit.web.Caller;
import dev.lockstep.kit.web.Role;
import io.swagger.v3.oas.annotations.Operation;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /api/v1/status}: who the caller is, and which services are ready. */
@RestController
class StatusRoutes {
    private static final String VERSION = Optional.ofNullable(ConsoleApplication.class.getPackage().getImplementationVersion()).orElse("unpackaged");
    private final Readiness readiness;

    StatusRoutes(Readiness readiness) {
        this.readiness = readiness;
    }

    /** @param version of the console */
    record Status(String version, Who caller, List<ServiceState> services) {
    }

    record Who(String subject, List<String> roles) {
    }

    /** @param state {@code ready} or {@code down} */
    record ServiceState(String name, String state) {
    }

    @GetMapping("/api/v1/status")
    @Allowed({Role.OPERATOR, Role.AUDITOR, Role.SOURCE})
    @Operation(summary = "Who you are, and which services are ready")
    Status status() {
        Caller caller = Caller.current();
        return new Status(VERSION,
                new Who(caller.subject(), caller.roles().stream().map(role -> role.name().toLowerCase(Locale.ROOT)).sorted().toList()),
                readiness.all().entrySet().stream()
                        .map(state -> new ServiceState(state.getKey().label(), state.getValue() ? "ready" : "down")).toList());
    }
}
