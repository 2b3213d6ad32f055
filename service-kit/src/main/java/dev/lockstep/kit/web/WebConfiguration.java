package dev.lockstep.kit.web;

import dev.lockstep.kit.KitSettings;
import dev.lockstep.kit.security.KeyFiles;
import dev.lockstep.kit.security.ServiceTokens;
import java.time.Clock;
import java.util.List;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpStatus;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.core.userdetails.UsernameNotFoundException;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import tools.jackson.databind.json.JsonMapper;

/** Deny by default: every route needs a caller, every handler of ours names the roles that it admits. */
@Configuration(proxyBeanMethods = false)
@Import({Problems.class, RequestId.class})
public class WebConfiguration {
    @Bean
    WebMvcConfigurer roleCheck() {
        return new WebMvcConfigurer() {
            @Override
            public void addInterceptors(InterceptorRegistry registry) {
                registry.addInterceptor(new RoleCheck());
            }
        };
    }

    /** Services take the console's tokens; the console itself switches this off and knows its callers otherwise. */
    @Bean
    @ConditionalOnProperty(name = "lockstep.accept-console-tokens", matchIfMissing = true)
    BearerAuthenticator consoleTokens(KitSettings settings, Clock clock) {
        ServiceTokens.Verifier verifier = new ServiceTokens.Verifier(
                KeyFiles.signingKey(settings.keysDirectory().resolve(KeyFiles.SIGNING_PUBLIC)), clock);
        return (bearer, request) -> verifier.verify(bearer);
    }

    @Bean
    @ConditionalOnMissingBean(SecurityFilterChain.class)
    SecurityFilterChain serviceSecurity(HttpSecurity http, List<BearerAuthenticator> authenticators, JsonMapper json) throws Exception {
        return http.csrf(AbstractHttpConfigurer::disable)
                .sessionManagement(s -> s.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .requestCache(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .authorizeHttpRequests(routes -> routes
                        .requestMatchers("/actuator/health").permitAll()
                        .anyRequest().authenticated())
                .addFilterBefore(new BearerFilter(authenticators), AuthorizationFilter.class)
                .exceptionHandling(e -> e
                        .authenticationEntryPoint((request, response, failure) -> Refusals.write(json, request, response, HttpStatus.UNAUTHORIZED,
                                "unauthenticated", "This route needs a valid bearer token.", "Send Authorization: Bearer <token>; an administrator makes tokens."))
                        .accessDeniedHandler((request, response, failure) -> Refusals.write(json, request, response, HttpStatus.FORBIDDEN,
                                "forbidden", "Your role does not admit this route.", "Ask an administrator for a token with a role that does.")))
                .build();
    }

    /** An observation around each of a dozen filters would cost more than the request itself; the request as a whole has one. */
    @Bean
    SecurityObservationSettings noObservationOfFilters() {
        return SecurityObservationSettings.noObservations();
    }

    /** Keeps Boot from making a default user with a printed password. */
    @Bean
    @ConditionalOnMissingBean
    UserDetailsService nobody() {
        return name -> {
            throw new UsernameNotFoundException("there are no passwords");
        };
    }
}
