package dev.lockstep.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TargetTest {

    @ParameterizedTest
    @EnumSource
    void an_emptied_target_takes_the_listed_accounts_again(Target.Make make) {
        List<Target.Account> first = IntStream.range(0, 50).mapToObj(i -> new Target.Account("u" + i + "@example.com",
                "{\"schemas\":[\"urn:ietf:params:scim:schemas:core:2.0:User\"],\"userName\":\"u%d@example.com\"}".formatted(i).getBytes(StandardCharsets.UTF_8))).toList();
        try (Target target = Target.start(make)) {
            Ceiling.seconds(target.tenantUrl(), Target.TOKEN, 8, first);
            List<Target.Account> listed = target.accounts().stream().map(Target::toPost).toList();
            target.empty();
            assertThat(target.accounts()).isEmpty();
            target.delay(1);
            Ceiling.seconds(target.tenantUrl(), Target.TOKEN, 8, listed);
            assertThat(target.accounts()).hasSize(50).allSatisfy(account -> assertThat(account.path("meta").path("lastModified").isString()).isTrue());
            assertThat(target.cpuMillis()).isPositive();
        }
    }
}
