package dev.lockstep.audit;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.ComponentScan;

/** The ledger of everything that happened, and its questions and answers. */
@SpringBootConfiguration
@EnableAutoConfiguration
@ComponentScan("dev.lockstep.audit")
public class AuditApplication {
    public static void main(String[] args) {
        start(args);
    }

    /** @param args {@code --name=value} settings, which override {@code audit-service.yml} */
    public static ConfigurableApplicationContext start(String... args) {
        return new SpringApplicationBuilder(AuditApplication.class)
                .properties("spring.config.name=audit-service")
                .run(args);
    }
}
