package dev.lockstep.console.security;

import dev.lockstep.console.audit.Ledger;
import dev.lockstep.console.gateway.Gateway;
import dev.lockstep.console.signin.AttemptLimit;
import dev.lockstep.console.signin.SessionFilter;
import dev.lockstep.console.signin.Sessions;
import dev.lockstep.console.signin.SignInFilter;
import dev.lockstep.console.tokens.Tokens;
import dev.lockstep.kit.web.BearerAuthenticator;
import dev.lockstep.kit.web.BearerFilter;
import dev.lockstep.kit.web.Refusals;
import jakarta.servlet.DispatcherType;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.security.web.csrf.CsrfFilter;
import org.springframework.security.web.header.HeaderWriterFilter;
import tools.jackson.databind.json.JsonMapper;

/** Two doors: bearer tokens for the API, a session for the pages. A cookie opens no API route, a bearer no page. */
@Configuration(proxyBeanMethods = false)
class ConsoleSecurity {
    @Bean
    @Order(1)
    SecurityFilterChain apiDoor(HttpSecurity http, List<BearerAuthenticator> authenticators, JsonMapper json) throws Exception {
        return http.securityMatcher("/api/**", "/actuator/**", "/internal/**")
                .csrf(AbstractHttpConfigurer::disable)
                .sessionManagement(s -> s.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .requestCache(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .anonymous(AbstractHttpConfigurer::disable)
                .headers(headers -> BrowserRules.apply(headers, BrowserRules.API))
                .authorizeHttpRequests(routes -> routes
                        .dispatcherTypeMatchers(DispatcherType.ASYNC, DispatcherType.ERROR).permitAll()
                        .requestMatchers("/actuator/health").permitAll()
                        .requestMatchers(Gateway::takesSourceKeys).permitAll()
                        .anyRequest().authenticated())
                .addFilterBefore(new StoreAway(), HeaderWriterFilter.class)
                .addFilterBefore(new BearerFilter(authenticators), AuthorizationFilter.class)
                .exceptionHandling(e -> e
                        .authenticationEntryPoint((request, response, failure) -> Refusals.write(json, request, response, HttpStatus.UNAUTHORIZED,
                                "unauthenticated", "This route needs a valid bearer token.", "Send Authorization: Bearer <token>; an administrator makes tokens."))
                        .accessDeniedHandler((request, response, failure) -> Refusals.write(json, request, response, HttpStatus.FORBIDDEN,
                                "forbidden", "Your role does not admit this route.", "Ask an administrator for a token with a role that does.")))
                .build();
    }

    @Bean
    @Order(2)
    SecurityFilterChain pagesDoor(HttpSecurity http, Tokens tokens, Sessions sessions, AttemptLimit limit, Ledger ledger) throws Exception {
        CookieCsrfTokenRepository forgeryTokens = new CookieCsrfTokenRepository();
        forgeryTokens.setCookieName("lockstep-csrf");
        forgeryTokens.setCookieCustomizer(cookie -> cookie.httpOnly(true).sameSite("Strict").path("/"));
        return http
                .csrf(csrf -> csrf.csrfTokenRepository(forgeryTokens))
                .sessionManagement(s -> s.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .requestCache(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .headers(headers -> BrowserRules.apply(headers, BrowserRules.PAGES))
                .authorizeHttpRequests(routes -> routes
                        .dispatcherTypeMatchers(DispatcherType.ERROR).permitAll()
                        .requestMatchers(SignInFilter.SIGN_IN, "/assets/**", "/favicon.ico").permitAll()
                        .anyRequest().authenticated())
                .addFilterBefore(new StoreAway(), HeaderWriterFilter.class)
                .addFilterBefore(new SameOrigin(), CsrfFilter.class)
                .addFilterBefore(new SessionFilter(sessions), AuthorizationFilter.class)
                .addFilterAfter(new SignInFilter(tokens, sessions, limit, ledger, forgeryTokens), SessionFilter.class)
                .exceptionHandling(e -> e.authenticationEntryPoint(new ToSignIn()))
                .build();
    }
}
