package dev.lockstep.console.pages;

import dev.lockstep.console.gateway.ServiceCalls;
import dev.lockstep.console.job.Jobs;
import dev.lockstep.console.signin.SignInFilter;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.ViewControllerRegistration;
import org.springframework.web.servlet.config.annotation.ViewControllerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Pages without a handler of their own, and the few files that pages need, all from this host. */
@Configuration(proxyBeanMethods = false)
class PagesConfiguration implements WebMvcConfigurer {
    private static final int AFTER_THE_GATEWAY = 200;

    @Bean
    Api api(ServiceCalls services, Jobs jobs) {
        return new Api(services, jobs);
    }

    @Override
    public void addViewControllers(ViewControllerRegistry registry) {
        registry.setOrder(AFTER_THE_GATEWAY);
        registry.addViewController(SignInFilter.SIGN_IN).setViewName("sign-in");
        ViewControllerRegistration notFound = registry.addViewController("/{*path}");
        notFound.setViewName("not-found");
        notFound.setStatusCode(HttpStatus.NOT_FOUND);
        registry.addStatusController("/favicon.ico", HttpStatus.NO_CONTENT);
    }

    @Override
    public void addResourceHandlers(ResourceHandlerRegistry registry) {
        registry.setOrder(AFTER_THE_GATEWAY - 1);
        registry.addResourceHandler("/assets/**").addResourceLocations("classpath:/console-assets/", htmx())
                .setCacheControl(CacheControl.noCache());
    }

    /** Wherever this version of the webjar keeps it. */
    private static String htmx() {
        try {
            Resource[] found = new PathMatchingResourcePatternResolver()
                    .getResources("classpath*:/META-INF/resources/webjars/htmx.org/*/dist/htmx.min.js");
            if (found.length != 1) {
                throw new IllegalStateException("expected one htmx on the class path, found " + found.length);
            }
            String file = found[0].getURL().toString();
            return file.substring(0, file.lastIndexOf('/') + 1);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot find htmx on the class path", e);
        }
    }
}
