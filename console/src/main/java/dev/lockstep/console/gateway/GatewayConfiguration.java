package dev.lockstep.console.gateway;

import dev.lockstep.console.ConsoleSettings;
import dev.lockstep.kit.KitSettings;
import dev.lockstep.kit.security.KeyFiles;
import dev.lockstep.kit.security.ServiceTokens;
import java.time.Clock;
import java.util.Map;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.handler.SimpleUrlHandlerMapping;
import tools.jackson.databind.json.JsonMapper;

@Configuration(proxyBeanMethods = false)
class GatewayConfiguration {
    /** After the handlers of the console itself, before everything else. */
    private static final int AFTER_OWN_ROUTES = 100;

    @Bean
    ServiceAddresses serviceAddresses(ConsoleSettings settings) {
        return new ServiceAddresses(settings);
    }

    @Bean
    CloseableHttpClient serviceConnections() {
        return Connections.open();
    }

    @Bean
    CallerTokens callerTokens(KitSettings settings, Clock clock) {
        return new CallerTokens(new ServiceTokens.Signer(
                KeyFiles.signingKey(settings.keysDirectory().resolve(KeyFiles.SIGNING_PRIVATE)), clock), clock);
    }

    @Bean
    ServiceCalls serviceCalls(CloseableHttpClient client, ServiceAddresses addresses, CallerTokens tokens, JsonMapper json) {
        return new ServiceCalls(client, addresses, tokens, json);
    }

    @Bean
    Gateway gateway(CloseableHttpClient client, ServiceAddresses addresses, CallerTokens tokens, JsonMapper json) {
        return new Gateway(client, addresses, tokens, json);
    }

    @Bean
    SimpleUrlHandlerMapping gatewayMapping(Gateway gateway) {
        return new SimpleUrlHandlerMapping(Map.of("/api/**", gateway), AFTER_OWN_ROUTES);
    }
}
