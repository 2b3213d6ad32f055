package dev.lockstep.mapping;

import static dev.lockstep.mapping.Running.admin;
import static dev.lockstep.mapping.Running.call;
import static dev.lockstep.mapping.Running.publish;
import static dev.lockstep.mapping.Running.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockstep.contracts.Activity;
import dev.lockstep.contracts.DesiredAccount;
import dev.lockstep.contracts.DesiredAccount.Conditions;
import dev.lockstep.contracts.DesiredAccount.Operation;
import dev.lockstep.contracts.Topic;
import dev.lockstep.kit.web.Role;
import dev.lockstep.mapping.Running.Answer;
import dev.lockstep.mapping.Running.Listening;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Versions, drafts in shadow and previews of an app's mappings, through the whole service. */
class SchemaRoutesIT {
    private static int apps;
    private String app = "";
    private String schema = "";
    private String first = "";

    @BeforeEach
    void an_app_for_one_department() {
        Running.SERVICE.isRunning();
        String id = "versions-" + ++apps;
        app = "/api/v1/apps/" + id;
        assertThat(admin("POST", "/api/v1/apps", """
                {"template": "pingboard", "name": "%s", "tenantUrl": "https://acme.example/scim/v2", "secretToken": "s3cr3t"}""".formatted(id)).status()).isEqualTo(201);
        assertThat(admin("PATCH", app, "{\"scope\": \"all\"}").status()).isEqualTo(200);
        schema = app + "/schema";
        first = admin("GET", schema, null).text();
    }

    @AfterEach
    void remove() {
        admin("DELETE", app, null);
    }

    private String only(String department) {
        return first.replace("\"scope\":null", """
                "scope":{"groups":[{"name":"Department","clauses":[{"sourceOperandName":"department","operatorName":"EQUALS","targetOperand":{"values":["%s"]}}]}]}"""
                .formatted(department));
    }

    private void start() {
        assertThat(admin("POST", app + "/job/start", null).status()).isEqualTo(202);
        await().atMost(Duration.ofSeconds(20)).until(() -> admin("GET", "/internal" + app.substring("/api/v1".length()) + "/job", null).body().path("evaluated").asBoolean());
    }

    private static Map<String, Object> person(String id, String department) {
        return new HashMap<>(Map.of("userPrincipalName", id + "@acme.example", "displayName", "Person " + id, "jobTitle", "Engineer", "department", department));
    }

    private static void known(String id) {
        await().atMost(Duration.ofSeconds(20)).until(() -> admin("GET", "/api/v1/directory/users/" + id, null).status() == 200);
    }

    private JsonNode report(String query) {
        Answer answer = admin("GET", schema + "/draft/report" + query, null);
        assertThat(answer.status()).isEqualTo(200);
        return answer.body();
    }

    @Test
    void versions_are_listed_compared_and_rolled_back() {
        JsonNode unchanged = admin("PUT", schema, first).body();
        assertThat(unchanged.path("lockstep").path("changed").asBoolean()).isFalse();
        JsonNode dry = admin("PUT", schema + "?validateOnly=true", first.replace("[jobTitle]", "[department]")).body();
        assertThat(dry.path("lockstep").path("version").asLong()).isEqualTo(2);
        assertThat(dry.path("lockstep").path("differences").get(0).path("name").asString()).isEqualTo("title");
        JsonNode saved = admin("PUT", schema + "?comment=Titles", first.replace("[jobTitle]", "[department]")).body();
        assertThat(saved.path("version").asString()).isEqualTo("v2");
        assertThat(saved.path("synchronizationRules")).isNotEmpty();

        JsonNode versions = call("GET", schema + "/versions", null, Role.AUDITOR).body().path("items");
        assertThat(versions).hasSize(2);
        assertThat(versions.get(0).path("comment").asString()).isEqualTo("Titles");
        assertThat(versions.get(0).path("current").asBoolean()).isTrue();
        JsonNode page = admin("GET", schema + "/versions?limit=1", null).body();
        assertThat(admin("GET", schema + "/versions?limit=1&cursor=" + page.path("nextCursor").asString(), null).body().path("items").get(0).path("version").asInt()).isEqualTo(1);
        JsonNode diff = admin("GET", schema + "/versions/2/diff", null).body();
        assertThat(diff.path("differences").get(0).path("before").asString()).isEqualTo("[jobTitle]");
        assertThat(diff.path("differences").get(0).path("change").asString()).isEqualTo("changed");
        assertThat(admin("GET", schema + "/versions/1", null).body().path("schema").path("version").asString()).isEqualTo("v1");

        JsonNode back = admin("POST", schema + "/versions/1/rollback", null).body();

        assertThat(back.path("version").asString()).isEqualTo("v3");
        assertThat(admin("GET", schema + "/diff?from=1&to=current", null).body().path("differences")).isEmpty();
        assertThat(admin("GET", schema + "/versions/7", null).status()).isEqualTo(404);
        assertThat(admin("GET", schema + "/diff?from=x&to=current", null).status()).isEqualTo(400);
    }

    @Test
    void an_unusable_schema_is_refused_with_every_place_at_once() {
        Answer refused = admin("PUT", schema, first.replace("[jobTitle]", "Jion([jobTitle])").replace("\"[displayName]\"", "\"Mid([displayName])\""));

        assertThat(refused.status()).isEqualTo(400);
        JsonNode errors = refused.body().path("errors");
        assertThat(errors.size()).isGreaterThanOrEqualTo(2);
        assertThat(errors).allSatisfy(error -> {
            assertThat(error.path("pointer").asString()).startsWith("/synchronizationRules/0/objectMappings/0/attributeMappings/");
            assertThat(error.path("position").isNumber()).isTrue();
            assertThat(error.path("caret").asString()).contains("^");
        });
        assertThat(errors).anySatisfy(error -> assertThat(error.path("suggestion").asString()).isEqualTo("Join"));
        assertThat(refused.body().path("requestId").asString()).isNotEmpty();
        assertThat(admin("PUT", schema + "/draft", "{}").body().path("errors")).isNotEmpty();
    }

    @Test
    void a_draft_in_shadow_reports_what_it_would_change_and_publishes_nothing() {
        assertThat(admin("PUT", schema, only("Ward-" + apps)).status()).isEqualTo(200);
        start();
        String ward = "Ward-" + apps;
        publish(user("w1" + ward, person("w1", ward)), user("w2" + ward, person("w2", "Other-" + ward)));
        known("w2" + ward);
        String draft = only("Other-" + ward).replace("[jobTitle]", "ToUpper([jobTitle])");
        try (Listening desires = new Listening(Topic.ACCOUNT_DESIRED)) {
            JsonNode put = admin("PUT", schema + "/draft?comment=try", draft).body();
            assertThat(put.path("lockstep").path("differences")).hasSize(2);

            await().atMost(Duration.ofSeconds(20)).until(() -> report("").path("state").asString().equals("complete"));
            JsonNode report = report("");
            assertThat(report.path("counts").path("enters").asInt()).isEqualTo(1);
            assertThat(report.path("counts").path("leaves").asInt()).isEqualTo(1);
            assertThat(report.path("progress").path("walked").asLong()).isEqualTo(report.path("progress").path("total").asLong()).isGreaterThanOrEqualTo(2);
            assertThat(report("?kind=leaves").path("accounts").path("items").get(0).path("objectId").asString()).isEqualTo("w1" + ward);

            publish(user("w1" + ward, person("w1", "Other-" + ward)), user("w3" + ward, person("w3", "Other-" + ward)));
            await().atMost(Duration.ofSeconds(20)).until(() -> report("").path("counts").path("enters").asInt() == 3);
            assertThat(report("").path("live").asInt()).isEqualTo(2);
            assertThat(report("").path("counts").path("leaves").asInt()).isZero();
            JsonNode entering = report("?kind=enters&limit=2").path("accounts");
            assertThat(entering.path("items")).hasSize(2);
            assertThat(entering.path("items").get(0).path("changes")).anySatisfy(change -> {
                assertThat(change.path("attribute").asString()).isEqualTo("title");
                assertThat(change.path("after").asString()).isEqualTo("ENGINEER");
            });
            assertThat(report("?kind=enters&limit=2&cursor=" + entering.path("nextCursor").asString()).path("accounts").path("items")).hasSize(1);

            assertThat(desires.all(DesiredAccount.class).stream().filter(d -> app.endsWith(d.app()) && d.state() == DesiredAccount.State.PRESENT)).isEmpty();
            JsonNode published = admin("POST", schema + "/draft/publish", null).body();
            assertThat(published.path("lockstep").path("reevaluation").path("entering").asInt()).isEqualTo(3);
            DesiredAccount written = desires.next(DesiredAccount.class, d -> app.endsWith("/" + d.app()) && d.objectId().equals("w3" + ward));
            assertThat(written.attributes()).containsEntry("title", "ENGINEER");
        }
        assertThat(admin("GET", schema + "/draft/report", null).status()).isEqualTo(404);
        assertThat(admin("GET", schema + "/draft", null).status()).isEqualTo(404);
    }

    @Test
    void a_mapping_that_fails_names_app_user_attribute_and_expression_and_the_others_flow() {
        assertThat(admin("PUT", schema, only("Broken-" + apps).replace("[jobTitle]", "FormatDateTime([jobTitle], , \\\"M/d/yyyy\\\", \\\"yyyy\\\")")).status()).isEqualTo(200);
        start();
        String id = "broken" + apps;
        try (Listening facts = new Listening(Topic.ACTIVITY); Listening desires = new Listening(Topic.ACCOUNT_DESIRED)) {
            publish(user(id, person(id, "Broken-" + apps)));

            DesiredAccount desired = desires.next(DesiredAccount.class, d -> d.objectId().equals(id) && app.endsWith("/" + d.app()));
            assertThat(desired.attributes()).containsEntry("displayName", "Person " + id).doesNotContainKey("title");
            Activity failed = facts.next(Activity.class, a -> id.equals(a.objectId()) && a.failure() != null && app.endsWith("/" + a.app()));
            assertThat(failed.status()).isEqualTo("failure");
            assertThat(failed.userName()).isEqualTo(id + "@acme.example");
            assertThat(failed.detail()).containsEntry("attribute", "title").containsEntry("expression", "FormatDateTime([jobTitle], , \"M/d/yyyy\", \"yyyy\")");
            assertThat(failed.toString()).as("no value of the person in a message").doesNotContain("Engineer");
        }
        JsonNode preview = admin("POST", schema + "/preview", "{\"objectId\": \"" + id + "\"}").body();
        assertThat(attribute(preview, "title").path("outcome").asString()).isEqualTo("failed");
        assertThat(attribute(preview, "title").path("error").path("caret").asString()).contains("^");
    }

    private static JsonNode attribute(JsonNode preview, String target) {
        return StreamSupport.stream(preview.path("attributes").spliterator(), false).filter(each -> each.path("target").asString().equals(target))
                .findFirst().orElseThrow();
    }

    @Test
    void a_preview_tells_where_each_value_came_from_and_hides_what_is_redacted() {
        String id = "preview" + apps;
        publish(user(id, person(id, "Research")));
        known(id);
        String hidden = first.replace("\"[displayName]\"", "\"Redact([displayName])\"");
        assertThat(admin("PUT", schema + "/draft", only("Nobody")).status()).isEqualTo(200);

        JsonNode published = call("POST", schema + "/preview", "{\"objectId\": \"" + id + "\"}", Role.AUDITOR).body();
        JsonNode draft = admin("POST", schema + "/preview", "{\"objectId\": \"" + id + "\", \"draft\": true}").body();
        JsonNode unsaved = admin("POST", schema + "/preview", "{\"attributes\": {\"displayName\": \"Ada\", \"userPrincipalName\": \"a@x\"}, \"schema\": " + hidden + "}").body();

        assertThat(published.path("scope").path("inScope").asBoolean()).isTrue();
        assertThat(published.path("account").asString()).isEqualTo("present");
        assertThat(published.path("matching").get(0).path("value").asString()).isEqualTo(id + "@acme.example");
        JsonNode title = attribute(published, "title");
        assertThat(title.path("value").asString()).isEqualTo("Engineer");
        assertThat(title.path("kind").asString()).isEqualTo("direct");
        assertThat(title.path("inputs").path("jobTitle").asString()).isEqualTo("Engineer");
        assertThat(draft.path("basis").asString()).isEqualTo("draft");
        assertThat(draft.path("scope").path("reason").asString()).isEqualTo("filteredOut");
        assertThat(draft.path("scope").path("filters").get(0).path("met").asBoolean()).isFalse();
        assertThat(attribute(unsaved, "displayName").path("value").asString()).isEqualTo("[Redact]");
        assertThat(unsaved.toString()).doesNotContain("Ada");
        assertThat(admin("POST", schema + "/preview", "{}").status()).isEqualTo(400);
        assertThat(admin("POST", schema + "/preview", "{\"objectId\": \"nobody\"}").status()).isEqualTo(404);
        assertThat(admin("POST", schema + "/preview", "{\"objectId\": \"" + id + "\", \"schema\": {}}").body().path("errors")).isNotEmpty();
    }

    @Test
    void a_desire_carries_what_may_be_done_what_is_always_sent_and_what_nobody_may_see() {
        String document = only("Cond-" + apps).replace("\"flowTypes\":\"Add,Update,Delete\"", "\"flowTypes\":\"Add, Update\"")
                .replace("\"[displayName]\"", "\"Redact([displayName])\"");
        int title = document.indexOf("\"targetAttributeName\":\"title\"");
        document = document.substring(0, title) + document.substring(title).replaceFirst("FlowWhenChanged", "FlowAlways");
        assertThat(admin("PUT", schema, document).status()).isEqualTo(200);
        start();
        String id = "cond" + apps;
        try (Listening desires = new Listening(Topic.ACCOUNT_DESIRED)) {
            publish(user(id, person(id, "Cond-" + apps)));
            DesiredAccount desired = desires.next(DesiredAccount.class, d -> d.objectId().equals(id) && app.endsWith("/" + d.app()));
            assertThat(desired.conditions()).isEqualTo(new Conditions(Set.of(Operation.ADD, Operation.UPDATE), Set.of("title"), Set.of("displayName")));

            publish(Running.change(dev.lockstep.contracts.ObjectType.USER, dev.lockstep.contracts.DirectoryChange.Operation.PURGE, id, Map.of(), java.util.List.of(), null));
            DesiredAccount purged = desires.next(DesiredAccount.class, d -> d.objectId().equals(id) && app.endsWith("/" + d.app()) && d.version() > desired.version());
            assertThat(purged.state()).as("without Delete the account of a purged user is disabled").isEqualTo(DesiredAccount.State.DISABLED);
        }
    }
}
