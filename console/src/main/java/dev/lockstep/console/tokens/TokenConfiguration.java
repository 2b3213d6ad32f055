package dev.lockstep.console.tokens;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoDatabase;
import dev.lockstep.console.ConsoleSettings;
import dev.lockstep.console.audit.Ledger;
import dev.lockstep.kit.publish.Publisher;
import dev.lockstep.kit.web.BearerAuthenticator;
import java.time.Clock;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.ApplicationRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class TokenConfiguration {
    @Bean
    MongoDatabase consoleDatabase(MongoClient client, @Value("${spring.mongodb.database}") String name) {
        return client.getDatabase(name);
    }

    @Bean
    TokenStore tokenStore(MongoDatabase consoleDatabase) {
        return new MongoTokenStore(consoleDatabase);
    }

    @Bean
    Ledger ledger(Publisher publisher, Clock clock) {
        return new Ledger(publisher, clock);
    }

    @Bean
    Tokens tokens(TokenStore store, Ledger ledger, Clock clock) {
        return new Tokens(store, ledger, clock);
    }

    @Bean
    ApplicationRunner firstAdmin(TokenStore store, Ledger ledger, Clock clock, ConsoleSettings settings) {
        return arguments -> new FirstAdmin(store, ledger, clock).ensure(settings.adminTokenFile());
    }

    @Bean
    BearerAuthenticator apiTokens(Tokens tokens) {
        return (bearer, request) -> tokens.authenticate(bearer).map(grant -> {
            grant.attach(request);
            return grant.caller();
        });
    }
}
