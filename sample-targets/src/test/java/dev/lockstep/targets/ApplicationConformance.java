package dev.lockstep.targets;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/** What every hosted application must do, seen through plain HTTP. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ApplicationConformance {

    static final String TOKEN = "t0ken";
    static final String ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

    SampleApplication application;
    Scim scim;

    abstract SampleApplication start() throws Exception;

    @BeforeAll
    void start_the_application() throws Exception {
        application = start();
        scim = new Scim(application.baseUrl(), TOKEN);
    }

    @AfterAll
    void stop_the_application() {
        if (application != null) {
            application.close();
        }
    }

    @Test
    void without_the_token_everything_is_refused() throws Exception {
        assertThat(new Scim(application.baseUrl(), "wrong").get("/Users").status()).isEqualTo(401);
        assertThat(new Scim(application.baseUrl(), "wrong").post("/Users", Scim.user("x")).status()).isEqualTo(401);
    }

    @Test
    void the_provider_config_promises_patch_and_filter() throws Exception {
        Scim.Reply config = scim.get("/ServiceProviderConfig");
        assertThat(config.status()).isEqualTo(200);
        assertThat(config.json().path("patch").path("supported").asBoolean()).isTrue();
        assertThat(config.json().path("filter").path("supported").asBoolean()).isTrue();
    }

    @Test
    void a_created_user_can_be_read_and_found_and_deleted() throws Exception {
        Scim.Reply created = scim.post("/Users", Scim.user("zoë.o'neill@harbour-pine.example"));
        assertThat(created.status()).as(created.text()).isEqualTo(201);
        assertThat(created.raw().headers().firstValue("Content-Type").orElse("")).startsWith("application/scim+json");
        String id = created.json().path("id").asString();

        JsonNode read = scim.get("/Users/" + id).json();
        assertThat(read.path("userName").asString()).isEqualTo("zoë.o'neill@harbour-pine.example");
        assertThat(read.path("active").asBoolean()).isTrue();
        assertThat(read.path("emails").get(0).path("value").asString()).isEqualTo("zoe@example.com");
        assertThat(read.path(ENTERPRISE).path("department").asString()).isEqualTo("Harbour");
        assertOneHit(scim.find("Users", "userName", "zoë.o'neill@harbour-pine.example"), id);
        assertOneHit(scim.find("Users", "externalId", "ext-zoë.o'neill@harbour-pine.example"), id);
        assertOneHit(scim.find("Users", "id", id), id);

        assertThat(scim.send("DELETE", "/Users/" + id, "").status()).isEqualTo(204);
        assertThat(scim.get("/Users/" + id).status()).isEqualTo(404);
        assertThat(scim.find("Users", "userName", "zoë.o'neill@harbour-pine.example").json().path("totalResults").asInt())
                .isZero();
        assertThat(scim.send("DELETE", "/Users/" + id, "").status()).isEqualTo(404);
    }

    @Test
    void a_second_user_with_the_same_name_is_refused() throws Exception {
        assertThat(scim.post("/Users", Scim.user("twice")).status()).isEqualTo(201);
        Scim.Reply second = scim.post("/Users", Scim.user("TWICE"));
        assertThat(second.status()).isEqualTo(409);
        assertThat(second.json().path("scimType").asString()).isEqualTo("uniqueness");
    }

    @Test
    void a_patch_changes_what_it_names_and_nothing_else() throws Exception {
        String id = created("patched");
        Scim.Reply patched = scim.patch("/Users/" + id, """
                {"op":"replace","path":"active","value":false},
                {"op":"replace","path":"name.familyName","value":"Müller"},
                {"op":"replace","path":"%s:department","value":"Pine"},
                {"op":"replace","path":"emails[type eq \\"work\\"].value","value":"new@example.com"}""".formatted(ENTERPRISE));
        assertThat(patched.status()).as(patched.text()).isIn(200, 204);

        JsonNode read = scim.get("/Users/" + id).json();
        assertThat(read.path("active").asBoolean(true)).isFalse();
        assertThat(read.path("name").path("familyName").asString()).isEqualTo("Müller");
        assertThat(read.path("name").path("givenName").asString()).isEqualTo("Zoë");
        assertThat(read.path(ENTERPRISE).path("department").asString()).isEqualTo("Pine");
        assertThat(read.path(ENTERPRISE).path("employeeNumber").asString()).isEqualTo("7");
        assertThat(read.path("emails").size()).isEqualTo(1);
        assertThat(read.path("emails").get(0).path("value").asString()).isEqualTo("new@example.com");
    }

    @Test
    void a_renamed_user_is_found_by_the_new_name_only() throws Exception {
        String id = created("before");
        assertThat(scim.patch("/Users/" + id, """
                {"op":"replace","path":"userName","value":"after"}""").status()).isIn(200, 204);
        assertOneHit(scim.find("Users", "userName", "after"), id);
        assertThat(scim.find("Users", "userName", "before").json().path("totalResults").asInt()).isZero();
        created("before");
    }

    @Test
    void a_put_replaces_the_user() throws Exception {
        String id = created("put");
        Scim.Reply put = scim.send("PUT", "/Users/" + id, """
                {"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"put","active":false}""");
        assertThat(put.status()).as(put.text()).isEqualTo(200);
        JsonNode read = scim.get("/Users/" + id).json();
        assertThat(read.path("active").asBoolean(true)).isFalse();
        assertThat(read.path("displayName").isMissingNode()).isTrue();
    }

    @Test
    void an_unknown_user_is_not_found() throws Exception {
        assertThat(scim.get("/Users/none").status()).isEqualTo(404);
        assertThat(scim.patch("/Users/none", """
                {"op":"replace","path":"active","value":false}""").status()).isEqualTo(404);
    }

    @Test
    void paging_shows_every_user_once() throws Exception {
        for (int i : IntStream.range(0, 250).toArray()) {
            created("page-" + i);
        }
        try (Accounts accounts = new Accounts(application.baseUrl(), TOKEN)) {
            Accounts.Listing users = accounts.users();
            assertThat(users.duplicates()).isEmpty();
            assertThat(users.byName().keySet()).contains("page-0", "page-249");
            assertThat(users.total()).isGreaterThanOrEqualTo(250).isEqualTo(users.byName().size());
        }
        JsonNode third = scim.get("/Users?startIndex=3&count=2").json();
        assertThat(third.path("Resources").size()).isEqualTo(2);
        assertThat(third.path("itemsPerPage").asInt()).isEqualTo(2);
    }

    String created(String userName) throws Exception {
        Scim.Reply created = scim.post("/Users", Scim.user(userName));
        assertThat(created.status()).as(created.text()).isEqualTo(201);
        return created.json().path("id").asString();
    }

    static void assertOneHit(Scim.Reply list, String id) {
        assertThat(list.status()).as(list.text()).isEqualTo(200);
        assertThat(list.json().path("totalResults").asInt()).isEqualTo(1);
        assertThat(list.json().path("Resources").get(0).path("id").asString()).isEqualTo(id);
    }
}
