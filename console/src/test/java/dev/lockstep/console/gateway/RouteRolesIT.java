package dev.lockstep.console.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.console.testing.TestConsole;
import dev.lockstep.kit.web.Allowed;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

class RouteRolesIT {
    @Test
    void every_handler_names_the_roles_that_it_admits() {
        List<String> undecided = TestConsole.context().getBean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class).getHandlerMethods().entrySet().stream()
                .filter(route -> route.getValue().getBeanType().getName().startsWith("dev.lockstep."))
                .filter(route -> !route.getValue().hasMethodAnnotation(Allowed.class))
                .map(route -> route.getKey() + " " + route.getValue()).toList();

        assertThat(undecided).isEmpty();
    }

    @Test
    void every_forwarded_route_decides_what_a_limited_token_may_do() {
        for (Route.Scope scope : Route.Scope.values()) {
            assertThat(switch (scope) {
                case APP_IN_PATH -> Route.of("/api/v1/apps/ping/schema").orElseThrow().app("/api/v1/apps/ping/schema", null);
                case APP_IN_QUERY -> Route.of("/api/v1/accounts").orElseThrow().app("/api/v1/accounts", "state=failed&app=ping");
                case COMMON, ALL_APPS -> "ping";
            }).isEqualTo("ping");
        }
        Route accounts = Route.of("/api/v1/accounts").orElseThrow();
        assertThat(accounts.app("/api/v1/accounts", null)).isNull();
        assertThat(accounts.app("/api/v1/accounts", "app=a&app=b")).isNull();
        assertThat(accounts.app("/api/v1/accounts", "app=a&%61pp=b")).isNull();
    }
}
