package dev.lockstep.mapping;

import static dev.lockstep.mapping.Running.admin;
import static dev.lockstep.mapping.Running.change;
import static dev.lockstep.mapping.Running.publish;
import static dev.lockstep.mapping.Running.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockstep.contracts.Activity;
import dev.lockstep.contracts.AppConfig;
import dev.lockstep.contracts.DesiredAccount;
import dev.lockstep.contracts.DesiredAccount.State;
import dev.lockstep.contracts.DirectoryChange.Operation;
import dev.lockstep.contracts.Lane;
import dev.lockstep.contracts.ObjectType;
import dev.lockstep.contracts.SyncMarker;
import dev.lockstep.contracts.Topic;
import dev.lockstep.mapping.Running.Answer;
import dev.lockstep.mapping.Running.Listening;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Changes in, desires out, through the whole service. */
class MappingServiceIT {
    private static final String ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:";
    private static int apps;
    private Listening desires;
    private String app = "";

    @BeforeEach
    void listen() {
        Running.SERVICE.isRunning();
        desires = new Listening(Topic.ACCOUNT_DESIRED);
        app = "pingboard-" + ++apps;
    }

    @AfterEach
    void stop() {
        admin("DELETE", "/api/v1/apps/" + app, null);
        desires.close();
    }

    private void running(String scope) {
        Answer created = admin("POST", "/api/v1/apps", """
                {"template": "pingboard", "name": "%s", "tenantUrl": "https://acme.example/scim/v2", "secretToken": "s3cr3t"}""".formatted(app));
        assertThat(created.status()).isEqualTo(201);
        assertThat(admin("PATCH", "/api/v1/apps/" + app, "{\"scope\": \"" + scope + "\"}").status()).isEqualTo(200);
        assertThat(admin("POST", "/api/v1/apps/" + app + "/job/start", null).status()).isEqualTo(202);
        await().atMost(Duration.ofSeconds(20)).until(() -> job().path("evaluated").asBoolean());
    }

    private tools.jackson.databind.JsonNode job() {
        return admin("GET", "/internal/apps/" + app + "/job", null).body();
    }

    private DesiredAccount next(String id, State state) {
        return desires.next(DesiredAccount.class, d -> d.app().equals(app) && d.objectId().equals(id) && d.state() == state);
    }

    private DesiredAccount after(DesiredAccount before, State state) {
        return desires.next(DesiredAccount.class, d -> d.key().equals(before.key()) && d.version() > before.version() && d.state() == state);
    }

    private static Map<String, Object> ada(String id) {
        return Map.of("userPrincipalName", id + "@acme.example", "displayName", "Ada " + id, "givenName", "Ada", "surname", id,
                "mail", id + "@acme.example", "department", "Research", "manager", "boss", "accountEnabled", true);
    }

    private void assign(String type, String id) {
        await().atMost(Duration.ofSeconds(20)).until(() ->
                admin("GET", "/api/v1/directory/" + type + "s/" + id, null).status() == 200);
        assertThat(admin("POST", "/api/v1/apps/" + app + "/assignments",
                "{\"principalType\": \"" + type + "\", \"principalId\": \"" + id + "\"}").status()).isEqualTo(201);
    }

    @Test
    void a_joiner_a_mover_and_a_leaver_of_an_app_for_everybody() {
        running("all");

        publish(user("u1", ada("u1")));
        DesiredAccount joined = next("u1", State.PRESENT);
        assertThat(joined.userName()).isEqualTo("u1@acme.example");
        assertThat(joined.attributes()).containsEntry("active", true).containsEntry("displayName", "Ada u1")
                .containsEntry("emails[type eq \"work\"].value", "u1@acme.example").containsEntry(ENTERPRISE + "department", "Research");
        assertThat(joined.references()).containsEntry(ENTERPRISE + "manager", "boss");
        assertThat(joined.matching()).containsExactly(new DesiredAccount.MatchKey("userName", "u1@acme.example"));
        assertThat(joined.reason()).isEqualTo("allUsers");
        assertThat(joined.lane()).isEqualTo(Lane.LIVE);
        assertThat(joined.causes()).singleElement().asString().startsWith("hr/e");

        publish(change(ObjectType.USER, Operation.MERGE, "u1", Map.of("userPrincipalName", "ada@acme.example", "department", "Sales"), List.of(), null));
        DesiredAccount moved = after(joined, State.PRESENT);
        assertThat(moved.userName()).isEqualTo("ada@acme.example");
        assertThat(moved.attributes()).containsEntry(ENTERPRISE + "department", "Sales");

        publish(change(ObjectType.USER, Operation.SOFT_DELETE, "u1", Map.of(), List.of(), null));
        DesiredAccount left = after(moved, State.DISABLED);
        assertThat(left.attributes()).containsEntry("active", false);
        assertThat(left.reason()).isEqualTo("softDeleted");

        publish(change(ObjectType.USER, Operation.RESTORE, "u1", Map.of(), List.of(), null));
        DesiredAccount back = after(left, State.PRESENT);

        publish(change(ObjectType.USER, Operation.MERGE, "u1", Map.of("accountEnabled", false), List.of(), null));
        DesiredAccount blocked = after(back, State.DISABLED);
        assertThat(blocked.reason()).isEqualTo("accountDisabled");

        publish(change(ObjectType.USER, Operation.PURGE, "u1", Map.of(), List.of(), null));
        DesiredAccount gone = after(blocked, State.DELETED);
        assertThat(gone.attributes()).isEmpty();
        assertThat(gone.reason()).isEqualTo("purged");
        Answer stored = admin("GET", "/api/v1/directory/users/u1", null);
        assertThat(stored.text()).contains("purged").doesNotContain("acme.example").doesNotContain("Ada");

        publish(user("u1", ada("u1")));
        DesiredAccount rehired = after(gone, State.PRESENT);
        assertThat(rehired.version()).isEqualTo(joined.version() + 6);
    }

    @Test
    void groups_in_groups_assign_and_leaving_one_disables() {
        publish(user("n1", ada("n1")), user("n2", ada("n2")),
                change(ObjectType.GROUP, Operation.UPSERT, "outer", Map.of("displayName", "Outer"), List.of(), null),
                change(ObjectType.GROUP, Operation.UPSERT, "inner", Map.of("displayName", "Inner"), List.of(), null),
                change(ObjectType.GROUP, Operation.ADD_MEMBERS, "outer", Map.of(), List.of("inner"), null),
                change(ObjectType.GROUP, Operation.ADD_MEMBERS, "inner", Map.of(), List.of("n1", "outer"), null));
        running("assigned");
        assign("group", "outer");
        DesiredAccount nested = next("n1", State.PRESENT);
        assertThat(nested.reason()).isEqualTo("assigned");
        assertThat(nested.causes()).singleElement().asString().startsWith(app + "~group~outer/");

        publish(change(ObjectType.GROUP, Operation.ADD_MEMBERS, "inner", Map.of(), List.of("n2"), null));
        DesiredAccount second = next("n2", State.PRESENT);

        publish(change(ObjectType.GROUP, Operation.REMOVE_MEMBERS, "outer", Map.of(), List.of("inner"), null));
        assertThat(after(nested, State.DISABLED).reason()).isEqualTo("unassigned");
        DesiredAccount off = after(second, State.DISABLED);

        assign("user", "n2");
        DesiredAccount direct = after(off, State.PRESENT);
        publish(change(ObjectType.GROUP, Operation.ADD_MEMBERS, "outer", Map.of(), List.of("n2"), null));
        String id = admin("GET", "/api/v1/apps/" + app + "/assignments", null).body().path("items").get(1).path("id").asString();
        assertThat(id).isEqualTo(app + "~user~n2");
        assertThat(admin("DELETE", "/api/v1/apps/" + app + "/assignments/" + id, null).status()).isEqualTo(204);
        publish(change(ObjectType.GROUP, Operation.SOFT_DELETE, "outer", Map.of(), List.of(), null));
        assertThat(after(direct, State.DISABLED).reason()).isEqualTo("unassigned");
    }

    @Test
    void an_initial_sync_enumerates_everybody_once_and_ends_with_markers() {
        publish(java.util.stream.IntStream.range(0, 60).mapToObj(n -> user("s" + n, ada("s" + n))).toArray(dev.lockstep.contracts.DirectoryChange[]::new));
        await().atMost(Duration.ofSeconds(20)).until(() -> admin("GET", "/api/v1/directory/users/s59", null).status() == 200);

        running("all");

        String syncId = job().path("syncId").asString();
        assertThat(job().path("totalKnown").asBoolean()).isTrue();
        assertThat(job().path("status").asString()).isEqualTo("initialSync");
        Set<Integer> marked = new HashSet<>();
        for (int p = 0; p < 8; p++) {
            int partition = p;
            SyncMarker marker = desires.next(SyncMarker.class, m -> m.syncId().equals(syncId) && m.partition() == partition);
            marked.add(marker.partition());
        }
        assertThat(marked).hasSize(8);
        List<DesiredAccount> published = desires.all(DesiredAccount.class).stream().filter(d -> syncId.equals(d.syncId())).toList();
        assertThat(published).hasSizeGreaterThanOrEqualTo(60).allMatch(d -> d.lane() == Lane.BULK).doesNotHaveDuplicates();
        assertThat((long) published.size()).isEqualTo(job().path("total").asLong());

        assertThat(admin("POST", "/api/v1/apps/" + app + "/job/restart", "{}").status()).isEqualTo(202);
        DesiredAccount again = desires.next(DesiredAccount.class, d -> d.objectId().equals("s7") && d.app().equals(app) && !syncId.equals(d.syncId()));
        assertThat(again.version()).isEqualTo(2);
    }

    @Test
    void a_changed_mapping_and_filter_are_decided_for_everybody() {
        running("all");
        publish(user("m1", ada("m1")));
        DesiredAccount before = next("m1", State.PRESENT);
        String schema = admin("GET", "/api/v1/apps/" + app + "/schema", null).text();

        String filtered = schema.replace("\"scope\":null", """
                "scope":{"groups":[{"name":"Sales only","clauses":[{"sourceOperandName":"department","operatorName":"EQUALS","targetOperand":{"values":["Sales"]}}]}]}""");
        assertThat(admin("PUT", "/api/v1/apps/" + app + "/schema", filtered).status()).isEqualTo(200);
        assertThat(after(before, State.DISABLED).reason()).isEqualTo("filteredOut");

        Answer refused = admin("PUT", "/api/v1/apps/" + app + "/schema", schema.replace("[jobTitle]", "[jobTitel]").replace("Join(", "Jion("));
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.body().path("errors").size()).isGreaterThanOrEqualTo(2);
        assertThat(refused.text()).contains("unknown-function", "unknown-attribute", "/synchronizationRules/0/objectMappings/0/attributeMappings/");
    }

    @Test
    void on_demand_decides_also_while_the_job_is_off() {
        admin("POST", "/api/v1/apps", "{\"template\": \"pingboard\", \"name\": \"" + app + "\"}");
        publish(user("d1", ada("d1")));
        assign("user", "d1");
        String ask = "{\"objectType\": \"user\", \"objectId\": \"d1\", \"dryRun\": %s, \"requestId\": \"req-" + app + "\"}";

        Answer dry = admin("POST", "/internal/apps/" + app + "/on-demand", ask.formatted(true));
        assertThat(dry.body().path("steps").get(1).path("status").asString()).isEqualTo("success");
        assertThat(dry.body().path("desired").path("userName").asString()).isEqualTo("d1@acme.example");
        assertThat(desires.all(DesiredAccount.class)).noneMatch(d -> d.objectId().equals("d1") && d.app().equals(app));

        admin("POST", "/internal/apps/" + app + "/on-demand", ask.formatted(false));
        DesiredAccount desired = next("d1", State.PRESENT);
        assertThat(desired.requestId()).isEqualTo("req-" + app);
        assertThat(desired.lane()).isEqualTo(Lane.ON_DEMAND);
    }

    @Test
    void settings_reach_the_writer_and_leave_with_the_app() {
        try (Listening configs = new Listening(Topic.APP_CONFIG); Listening activities = new Listening(Topic.ACTIVITY)) {
            running("all");
            AppConfig on = configs.next(AppConfig.class, c -> c.app().equals(app) && c.provisioning() == AppConfig.Provisioning.ON);
            assertThat(on.tenantUrl()).isEqualTo("https://acme.example/scim/v2");
            assertThat(activities.next(Activity.class, a -> app.equals(a.app()) && a.action().equals("job")).initiator()).isEqualTo("token:ann");
            publish(user("c1", ada("c1")));
            next("c1", State.PRESENT);
            assertThat(admin("POST", "/api/v1/apps/" + app + "/job/pause", null).status()).isEqualTo(202);
            configs.next(AppConfig.class, c -> c.app().equals(app) && c.provisioning() == AppConfig.Provisioning.PAUSED);

            assertThat(admin("DELETE", "/api/v1/apps/" + app, null).status()).isEqualTo(204);

            assertThat(admin("GET", "/api/v1/apps/" + app, null).status()).isEqualTo(404);
            configs.record(r -> app.equals(r.key()) && r.value() == null);
            desires.record(r -> (app + "/c1").equals(r.key()) && r.value() == null);
        }
    }
}
