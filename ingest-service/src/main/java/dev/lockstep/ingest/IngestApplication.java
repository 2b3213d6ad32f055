package dev.lockstep.ingest;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.ComponentScan;

/** The ingest service: alone in its process, or as one of several contexts. */
@SpringBootConfiguration
@EnableAutoConfiguration
@ComponentScan("dev.lockstep.ingest")
public class IngestApplication {
    public static ConfigurableApplicationContext start(String... args) {
        return new SpringApplicationBuilder(IngestApplication.class)
                .properties("spring.config.name=ingest-service")
                .run(args);
    }

    public static void main(String[] args) {
        start(args);
    }
}
