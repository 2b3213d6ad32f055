package dev.lockstep.console;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.ComponentScan;

/** The console as a process of its own, or as one context of several in the standalone process. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@ComponentScan("dev.lockstep.console")
@EnableConfigurationProperties(ConsoleSettings.class)
public class ConsoleApplication {
    public static ConfigurableApplicationContext start(String... args) {
        return new SpringApplicationBuilder(ConsoleApplication.class)
                .properties("spring.config.name=console")
                .run(args);
    }

    public static void main(String[] args) {
        start(args);
    }
}
