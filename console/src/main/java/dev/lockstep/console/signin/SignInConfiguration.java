package dev.lockstep.console.signin;

import com.mongodb.client.MongoDatabase;
import dev.lockstep.console.audit.Ledger;
import dev.lockstep.console.tokens.Tokens;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class SignInConfiguration {
    @Bean
    SessionStore sessionStore(MongoDatabase consoleDatabase) {
        return new MongoSessionStore(consoleDatabase);
    }

    @Bean
    Sessions sessions(SessionStore store, Tokens tokens, Ledger ledger, Clock clock) {
        return new Sessions(store, tokens, ledger, clock);
    }

    @Bean
    AttemptLimit attemptLimit(Clock clock) {
        return new AttemptLimit(clock);
    }
}
