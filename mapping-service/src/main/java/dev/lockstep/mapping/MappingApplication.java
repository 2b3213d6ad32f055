package dev.lockstep.mapping;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.ComponentScan;

/** The mapping service: directory state, apps and jobs; decides which account everybody should have. */
@SpringBootConfiguration
@EnableAutoConfiguration
@ComponentScan("dev.lockstep.mapping")
public class MappingApplication {

    /** Starts the service; its settings are in {@code mapping-service.yml}, arguments override them. */
    public static ConfigurableApplicationContext start(String... args) {
        return new SpringApplicationBuilder(MappingApplication.class)
                .properties("spring.config.name=mapping-service")
                .run(args);
    }

    public static void main(String[] args) {
        start(args);
    }
}
