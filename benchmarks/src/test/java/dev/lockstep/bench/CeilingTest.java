package dev.lockstep.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.targets.ScimStub;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CeilingTest {

    private final List<Target.Account> accounts = IntStream.range(0, 200).mapToObj(i -> new Target.Account("u" + i + "@example.com",
            "{\"schemas\":[\"urn:ietf:params:scim:schemas:core:2.0:User\"],\"userName\":\"u%d@example.com\"}".formatted(i).getBytes(StandardCharsets.UTF_8))).toList();

    @Test
    void the_bare_client_creates_each_account_once() {
        try (ScimStub stub = ScimStub.start(0, "t", 0)) {
            assertThat(Ceiling.seconds(stub.baseUrl(), "t", 16, accounts)).isPositive();
            assertThat(stub.size()).isEqualTo(200);
        }
    }

    @Test
    void the_bare_client_refuses_a_target_that_is_not_empty() {
        try (ScimStub stub = ScimStub.start(0, "t", 0)) {
            Ceiling.seconds(stub.baseUrl(), "t", 4, accounts.subList(0, 1));
            assertThatThrownBy(() -> Ceiling.seconds(stub.baseUrl(), "t", 4, accounts)).hasMessageContaining("not empty");
        }
    }
}
