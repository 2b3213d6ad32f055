package dev.lockstep.targets.hostile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class HostileApplicationTest {
    private static final String ADA = "{\"userName\":\"ada@acme.test\",\"externalId\":\"p1\",\"active\":true,\"title\":\"Title 1\"}";
    private static final String EVE = "{\"userName\":\"ADA@acme.test\",\"externalId\":\"p2\"}";

    @TempDir
    Path directory;

    private final HttpClient http = HttpClient.newHttpClient();
    private HostileApplication application;

    @AfterEach
    void stop() {
        http.close();
        application.close();
    }

    @Test
    void what_was_done_is_journaled_although_its_answer_was_lost() {
        start(Profile.STRICT);
        application.mode(Mode.OUTAGE_LOST_ANSWERS);

        assertThatThrownBy(() -> call("POST", "/Users", ADA)).isInstanceOf(IOException.class);

        assertThat(application.dump()).hasSize(1);
        Entry entry = journal().getFirst();
        assertThat(entry.committed()).isTrue();
        assertThat(entry.mishap()).isEqualTo(Mishap.COMMIT_CLOSE);
        assertThat(entry.idempotencyKey()).isEqualTo("op-1");
        assertThat(entry.externalId()).isEqualTo("p1");
        assertThat(entry.status()).isZero();
    }

    @Test
    void what_was_refused_is_journaled_as_not_done() throws Exception {
        start(Profile.STRICT);
        application.mode(Mode.OUTAGE_THROTTLED);

        HttpResponse<String> answer = call("POST", "/Users", ADA);

        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(answer.headers().firstValue("Retry-After")).hasValue("4");
        assertThat(application.dump()).isEmpty();
        assertThat(journal().getFirst().committed()).isFalse();
        assertThat(journal().getFirst().quietUntil()).isGreaterThan(journal().getFirst().arrivedAt());
    }

    @Test
    void only_profiles_with_uniqueness_refuse_a_second_account_of_one_name() throws Exception {
        start(Profile.STRICT);
        call("POST", "/Users", ADA);
        assertThat(call("POST", "/Users", EVE).body()).contains("uniqueness");
        application.close();

        start(Profile.NO_UNIQUENESS);
        application.mode(Mode.CALM);
        call("POST", "/Users", ADA);
        assertThat(call("POST", "/Users", EVE).statusCode()).isEqualTo(201);
        assertThat(application.dump()).hasSize(2);
    }

    @Test
    void odd_answers_to_duplicates_come_in_turn() throws Exception {
        start(Profile.ODD_ANSWERS);
        application.mode(Mode.CALM);
        call("POST", "/Users", ADA);

        assertThat(List.of(call("POST", "/Users", EVE).statusCode(), call("POST", "/Users", EVE).statusCode(), call("POST", "/Users", EVE).statusCode()))
                .containsExactly(409, 400, 500);
    }

    @Test
    void search_lags_behind_and_the_account_itself_does_not() throws Exception {
        start(Profile.LAGGING_SEARCH);
        application.mode(Mode.CALM);
        JsonNode created = JsonMapper.shared().readTree(call("POST", "/Users", ADA).body());

        assertThat(total()).isZero();
        assertThat(call("GET", "/Users/" + created.path("id").stringValue(), "").statusCode()).isEqualTo(200);
        await().atMost(Duration.ofSeconds(10)).until(() -> total() == 1);
    }

    @Test
    void changes_have_an_order() throws Exception {
        start(Profile.STRICT);
        String id = JsonMapper.shared().readTree(call("POST", "/Users", ADA).body()).path("id").stringValue();
        call("PATCH", "/Users/" + id, "{\"Operations\":[{\"op\":\"replace\",\"path\":\"active\",\"value\":false}]}");
        call("DELETE", "/Users/" + id, "");

        assertThat(journal()).extracting(Entry::commit).containsExactly(1L, 2L, 3L);
        assertThat(journal()).extracting(Entry::active).containsExactly(true, false, false);
        assertThat(application.dump()).isEmpty();
    }

    @Test
    void each_share_of_mishaps_is_met() {
        start(Profile.STRICT);
        for (Profile profile : Profile.values()) {
            int spoilt = 0;
            for (int i = 0; i < 1_000; i++) {
                spoilt += profile.mishap(true, i / 1_000.0) == Mishap.NONE ? 0 : 1;
            }
            assertThat(spoilt).as(profile.name()).isLessThan(200);
            assertThat(spoilt > 0).as(profile.name()).isEqualTo(profile != Profile.STRICT);
        }
    }

    private int total() throws IOException, InterruptedException {
        return JsonMapper.shared().readTree(call("GET", "/Users?filter=externalId%20eq%20%22p1%22", "").body()).path("totalResults").asInt(-1);
    }

    private void start(Profile profile) {
        application = HostileApplication.start(profile, "t", 1, directory.resolve(profile + ".jsonl"));
    }

    private List<Entry> journal() {
        return HostileJournal.read(directory.resolve(Profile.STRICT + ".jsonl"));
    }

    private HttpResponse<String> call(String method, String path, String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(application.baseUrl() + path)).header("Authorization", "Bearer t")
                .header("Idempotency-Key", "op-1").method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body)).build();
        return http.send(request, BodyHandlers.ofString());
    }
}
