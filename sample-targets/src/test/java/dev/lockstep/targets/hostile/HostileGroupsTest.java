package dev.lockstep.targets.hostile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class HostileGroupsTest {
    private static final String TEAM = "{\"displayName\":\"Team\",\"externalId\":\"g1\"}";

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
    void the_journal_tells_which_memberships_a_patch_really_changed() throws Exception {
        start(Profile.STRICT);
        String group = created("/Groups", TEAM);
        String ada = created("/Users", "{\"userName\":\"ada\",\"externalId\":\"p1\"}");
        String bob = created("/Users", "{\"userName\":\"bob\",\"externalId\":\"p2\"}");

        call("PATCH", "/Groups/" + group, add(ada));
        call("PATCH", "/Groups/" + group, add(ada, bob));
        call("PATCH", "/Groups/" + group, remove(ada));
        call("PATCH", "/Groups/" + group, remove(ada));

        List<Entry> patches = journal().stream().filter(entry -> entry.method().equals("PATCH")).toList();
        assertThat(patches).allMatch(Entry::ofMembers).allMatch(Entry::committed).allMatch(Entry::isOfGroup).extracting(Entry::externalId).containsOnly("g1");
        assertThat(patches).extracting(Entry::memberships).containsExactly(List.of(new MemberChange("g1", "p1", true)), List.of(new MemberChange("g1", "p2", true)),
                List.of(new MemberChange("g1", "p1", false)), List.of());
        assertThat(members(group)).containsExactly(bob);
    }

    @Test
    void a_patch_is_carried_out_although_its_answer_is_lost() throws Exception {
        start(Profile.STRICT);
        String group = created("/Groups", TEAM);
        String ada = created("/Users", "{\"userName\":\"ada\",\"externalId\":\"p1\"}");
        application.mode(Mode.OUTAGE_LOST_ANSWERS);

        assertThatThrownBy(() -> call("PATCH", "/Groups/" + group, add(ada))).isInstanceOf(IOException.class);

        assertThat(application.groups().path(0).path("members").path(0).path("value").asString()).isEqualTo(ada);
        assertThat(journal().getLast().memberships()).containsExactly(new MemberChange("g1", "p1", true));
    }

    @Test
    void a_group_is_found_by_its_name_and_its_external_id_and_shown_with_members_or_without() throws Exception {
        start(Profile.STRICT);
        String group = created("/Groups", TEAM);
        call("PATCH", "/Groups/" + group, "{\"Operations\":[{\"op\":\"replace\",\"path\":\"displayName\",\"value\":\"Squad\"}]}");

        assertThat(json(call("GET", "/Groups?filter=displayName%20eq%20%22squad%22&excludedAttributes=members", "")).path("Resources").path(0).has("members")).isFalse();
        assertThat(json(call("GET", "/Groups?filter=externalId%20eq%20%22g1%22", "")).path("totalResults").asInt()).isEqualTo(1);
        assertThat(json(call("GET", "/Users?filter=externalId%20eq%20%22g1%22", "")).path("totalResults").asInt()).isZero();
        assertThat(json(call("GET", "/Groups/" + group + "?attributes=members", "")).propertyNames()).containsExactlyInAnyOrder("id", "members");
        assertThat(journal().get(1).ofMembers()).isFalse();
    }

    @Test
    void who_has_no_account_is_in_no_group() throws Exception {
        start(Profile.STRICT);
        String group = created("/Groups", TEAM);
        String ada = created("/Users", "{\"userName\":\"ada\",\"externalId\":\"p1\"}");

        assertThat(call("PATCH", "/Groups/" + group, add(ada, "nobody")).statusCode()).isEqualTo(400);
        assertThat(members(group)).isEmpty();

        call("PATCH", "/Groups/" + group, add(ada));
        call("DELETE", "/Users/" + ada, "");
        assertThat(members(group)).isEmpty();
        assertThat(journal().stream().filter(entry -> entry.method().equals("DELETE")).toList()).extracting(Entry::memberships)
                .containsExactly(List.of(new MemberChange("g1", "p1", false)));
    }

    @Test
    void one_with_odd_answers_refuses_what_is_so_already() throws Exception {
        start(Profile.ODD_ANSWERS);
        application.mode(Mode.CALM);
        String group = created("/Groups", TEAM);
        String ada = created("/Users", "{\"userName\":\"ada\",\"externalId\":\"p1\"}");

        assertThat(call("PATCH", "/Groups/" + group, remove(ada)).body()).contains("noTarget");
        assertThat(call("PATCH", "/Groups/" + group, add(ada)).statusCode()).isEqualTo(200);
        assertThat(call("PATCH", "/Groups/" + group, add(ada)).statusCode()).isEqualTo(409);
    }

    @Test
    void a_group_that_is_deleted_lets_its_members_go() throws Exception {
        start(Profile.STRICT);
        String group = created("/Groups", TEAM);
        String ada = created("/Users", "{\"userName\":\"ada\",\"externalId\":\"p1\"}");
        call("PATCH", "/Groups/" + group, add(ada));

        assertThat(call("POST", "/Groups", TEAM).body()).contains("uniqueness");
        assertThat(call("DELETE", "/Groups/" + group, "").statusCode()).isEqualTo(204);

        assertThat(application.groups()).isEmpty();
        assertThat(application.dump()).hasSize(1);
        assertThat(journal().getLast().memberships()).containsExactly(new MemberChange("g1", "p1", false));
    }

    private static String add(String... members) {
        return "{\"Operations\":[{\"op\":\"add\",\"path\":\"members\",\"value\":[%s]}]}".formatted(
                String.join(",", List.of(members).stream().map("{\"value\":\"%s\"}"::formatted).toList()));
    }

    private static String remove(String member) {
        return "{\"Operations\":[{\"op\":\"remove\",\"path\":\"members[value eq \\\"%s\\\"]\"}]}".formatted(member);
    }

    private List<String> members(String group) throws IOException, InterruptedException {
        return json(call("GET", "/Groups/" + group + "?attributes=members", "")).path("members").valueStream().map(member -> member.path("value").asString()).toList();
    }

    private String created(String path, String body) throws IOException, InterruptedException {
        return json(call("POST", path, body)).path("id").stringValue();
    }

    private static JsonNode json(HttpResponse<String> answer) {
        return JsonMapper.shared().readTree(answer.body());
    }

    private void start(Profile profile) {
        application = HostileApplication.start(profile, "t", 1, directory.resolve("journal.jsonl"));
    }

    private List<Entry> journal() {
        return HostileJournal.read(directory.resolve("journal.jsonl"));
    }

    private HttpResponse<String> call(String method, String path, String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(application.baseUrl() + path)).header("Authorization", "Bearer t")
                .header("Idempotency-Key", "op-1").method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body)).build();
        return http.send(request, BodyHandlers.ofString());
    }
}
