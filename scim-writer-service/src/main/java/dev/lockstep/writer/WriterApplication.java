package dev.lockstep.writer;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.ComponentScan;

@SpringBootConfiguration
@EnableAutoConfiguration
@ComponentScan("dev.lockstep.writer")
public class WriterApplication {
    /** @param args settings as {@code --name=value} */
    public static ConfigurableApplicationContext start(String... args) {
        return new SpringApplicationBuilder(WriterApplication.class).properties("spring.config.name=scim-writer-service").run(args);
    }

    public static void main(String[] args) {
        start(args);
    }
}
