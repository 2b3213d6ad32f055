package dev.lockstep.targets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class AccountsTest {

    @Test
    void pages_that_the_server_cuts_short_are_followed_to_the_end() {
        Accounts.Listing listing = read(List.of("a", "b", "c", "d", "e"), 2, 5);
        assertThat(listing.byName().keySet()).containsExactly("a", "b", "c", "d", "e");
        assertThat(listing.total()).isEqualTo(5);
    }

    @Test
    void two_accounts_with_one_name_are_named() {
        assertThat(read(List.of("ada", "grace", "ADA"), 10, 3).duplicates()).containsExactly("ADA");
    }

    @Test
    void a_listing_that_cannot_be_complete_is_an_error() {
        assertThatThrownBy(() -> read(List.of("a", "b"), 10, 5))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("Users: the server says 5 in all, but lists only 2");
    }

    @Test
    void a_refusal_is_an_error_and_not_an_empty_listing() {
        try (ScimStub stub = ScimStub.start(0, "right", 0);
                Accounts accounts = new Accounts(stub.baseUrl(), "wrong")) {
            assertThatThrownBy(accounts::users).hasMessage("/scim/v2/Users answered 401");
        }
    }

    @Test
    void one_user_can_be_read_or_is_missing() throws Exception {
        try (ScimStub stub = ScimStub.start(0, "t", 0);
                Accounts accounts = new Accounts(stub.baseUrl(), "t")) {
            String id = new Scim(stub.baseUrl(), "t").post("/Users", Scim.user("ada")).json().path("id").asString();
            assertThat(accounts.user(id).path("userName").asString()).isEqualTo("ada");
            assertThat(accounts.user("none").isMissingNode()).isTrue();
        }
    }

    private static Accounts.Listing read(List<String> names, int cap, int claimedTotal) {
        try (LoopbackServer server = LoopbackServer.start(0, exchange -> {
                    String query = exchange.getRequestURI().getQuery();
                    int start = Integer.parseInt(query.replaceAll(".*startIndex=(\\d+).*", "$1")) - 1;
                    String resources = names.stream().skip(start).limit(cap)
                            .map(n -> "{\"id\":\"id-%s\",\"userName\":\"%s\"}".formatted(n, n))
                            .collect(Collectors.joining(","));
                    LoopbackServer.answer(exchange, 200, "{\"totalResults\":%d,\"Resources\":[%s]}"
                            .formatted(claimedTotal, resources).getBytes(StandardCharsets.UTF_8));
                });
                Accounts accounts = new Accounts(URI.create("http://127.0.0.1:" + server.port()), "t")) {
            return accounts.users();
        }
    }
}
