package dev.lockstep.console.replay;

import dev.lockstep.console.gateway.ServiceCalls;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class ReplayConfiguration {
    @Bean
    Failures failures(ServiceCalls services) {
        return new Failures(services);
    }

    @Bean(destroyMethod = "close")
    Forecasts forecasts(ServiceCalls services) {
        return new Forecasts(services);
    }

    @Bean
    Replays replays(ServiceCalls services, Failures failures, Forecasts forecasts) {
        return new Replays(services, failures, forecasts);
    }
}
