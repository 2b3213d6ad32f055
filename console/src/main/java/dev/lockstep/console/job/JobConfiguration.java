package dev.lockstep.console.job;

import dev.lockstep.console.gateway.ServiceCalls;
import java.time.Duration;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.json.JsonMapper;

@Configuration(proxyBeanMethods = false)
class JobConfiguration {
    @Bean
    Jobs jobs(ServiceCalls services, JsonMapper json) {
        return new Jobs(services, json);
    }

    @Bean
    OnDemand onDemand(ServiceCalls services, @Value("${lockstep.on-demand-patience:30s}") Duration patience) {
        return new OnDemand(services, patience);
    }
}
