package dev.lockstep.e2e.halts.inside;

import java.nio.file.Path;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.mongodb.autoconfigure.MongoClientSettingsBuilderCustomizer;
import org.springframework.context.annotation.Bean;

/** Makes a service halt at a command to its store, when it is ordered to. */
@AutoConfiguration
public class FailPoints {
    @Bean
    MongoClientSettingsBuilderCustomizer haltsAtCommands() {
        Path orders = Path.of(System.getProperty("lockstep.halts"));
        return settings -> settings.addCommandListener(new Halting(orders));
    }
}
