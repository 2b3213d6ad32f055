package dev.lockstep.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.bench.target.Call;
import dev.lockstep.bench.target.Conduct;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.json.JsonMapper;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TargetFarmTest {

    private TargetFarm farm;

    @BeforeAll
    void start() {
        farm = TargetFarm.start();
    }

    @AfterAll
    void stop() {
        farm.close();
    }

    @Test
    void an_application_tells_who_was_written_when_and_how_often() {
        try (TargetFarm.Plot plot = farm.open("journal", Conduct.PROMPT); Http http = new Http(plot.tenantUrl(), Target.TOKEN, 1)) {
            String id = create(http, 7, 201);
            assertThat(patch(http, id, "title", "\"Clerk base-0\"")).isEqualTo(200);
            assertThat(patch(http, id, "active", "false")).isEqualTo(200);
            assertThat(plot.calls()).extracting(Call::method).containsExactly("POST", "PATCH", "PATCH");
            assertThat(plot.calls().getLast()).satisfies(call -> {
                assertThat(call.person()).isEqualTo(7);
                assertThat(call.title()).isEqualTo("Clerk base-0");
                assertThat(call.active()).isFalse();
                assertThat(call.ended()).isGreaterThanOrEqualTo(call.arrived());
            });
            assertThat(OutageSection.writes(plot.calls(), 9)).isEqualTo(new TreeMap<>(Map.of(0, 8L, 3, 1L)));
        }
    }

    @Test
    void an_application_is_down_and_comes_back_at_the_same_address() {
        try (TargetFarm.Plot plot = farm.open("down", Conduct.PROMPT); Http http = new Http(plot.tenantUrl(), Target.TOKEN, 1)) {
            create(http, 1, 201);
            plot.behave(Conduct.PROMPT.in(Conduct.Mode.UNAVAILABLE));
            create(http, 2, 503);
            plot.behave(Conduct.PROMPT.in(Conduct.Mode.CLOSED));
            assertThatThrownBy(() -> create(http, 2, 201)).isInstanceOf(UncheckedIOException.class);
            plot.behave(Conduct.PROMPT);
            create(http, 2, 201);
            assertThat(plot.accounts(Conduct.PROMPT)).isEqualTo(2);
        }
    }

    @Test
    void an_application_refuses_some_people_and_what_is_too_fast() {
        try (TargetFarm.Plot plot = farm.open("choosy", Conduct.PROMPT.refusingEvery(4)); Http http = new Http(plot.tenantUrl(), Target.TOKEN, 1)) {
            create(http, 2, 201);
            create(http, 3, 400);
            plot.behave(Conduct.PROMPT.allowing(1, Conduct.Counting.ANY_SECOND));
            create(http, 3, 201);
            assertThat(IntStream.range(0, 50).map(_ -> http.get("/ServiceProviderConfig").status()).filter(status -> status == 429).count()).isPositive();
        }
    }

    private static String create(Http http, int person, int status) {
        Http.Answer answer = http.send("POST", "/Users", "application/scim+json",
                "{\"userName\":\"%s\",\"active\":true}".formatted(People.userName(person)).getBytes(StandardCharsets.UTF_8));
        assertThat(answer.status()).isEqualTo(status);
        return status == 201 ? JsonMapper.shared().readTree(answer.body()).path("id").asString() : "";
    }

    private static int patch(Http http, String id, String path, String value) {
        return http.send("PATCH", "/Users/" + id, "application/scim+json",
                "{\"Operations\":[{\"op\":\"replace\",\"path\":\"%s\",\"value\":%s}]}".formatted(path, value).getBytes(StandardCharsets.UTF_8)).status();
    }
}
