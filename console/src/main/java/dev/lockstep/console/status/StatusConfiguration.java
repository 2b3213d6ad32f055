package dev.lockstep.console.status;

import dev.lockstep.console.gateway.ServiceCalls;
import java.time.Clock;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class StatusConfiguration {
    @Bean
    Readiness readiness(ServiceCalls services, Clock clock) {
        return new Readiness(services, clock);
    }

    /** The console is up when every service behind it is ready. */
    @Bean
    HealthIndicator servicesHealthIndicator(Readiness readiness) {
        return () -> readiness.all().containsValue(false) ? Health.down().build() : Health.up().build();
    }
}
