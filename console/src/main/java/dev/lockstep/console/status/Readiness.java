package dev.lockstep.console.status;

import dev.lockstep.console.gateway.Service;
import dev.lockstep.console.gateway.ServiceCalls;
import dev.lockstep.kit.web.Problem;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** Which services are ready, asked of all at once and remembered for a second. */
public final class Readiness implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final Duration REMEMBERED = Duration.ofSeconds(1);

    private final ServiceCalls services;
    private final Clock clock;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private volatile @Nullable Seen seen;

    private record Seen(Map<Service, Boolean> ready, Instant until) {
    }

    public Readiness(ServiceCalls services, Clock clock) {
        this.services = services;
        this.clock = clock;
    }

    public Map<Service, Boolean> all() {
        Seen last = seen;
        if (last != null && clock.instant().isBefore(last.until())) {
            return last.ready();
        }
        Map<Service, CompletableFuture<Boolean>> asked = new EnumMap<>(Service.class);
        for (Service service : Service.values()) {
            asked.put(service, CompletableFuture.supplyAsync(() -> isReady(service), threads));
        }
        Map<Service, Boolean> ready = new EnumMap<>(Service.class);
        asked.forEach((service, answer) -> ready.put(service, answer.join()));
        seen = new Seen(ready, clock.instant().plus(REMEMBERED));
        return ready;
    }

    private boolean isReady(Service service) {
        try {
            return services.call(service, "GET", "/actuator/health", null, null, PATIENCE).isOk();
        } catch (Problem e) {
            return false;
        }
    }

    @Override
    public void close() {
        threads.close();
    }
}
