package dev.lockstep.ingest;

import static dev.lockstep.ingest.RunningIngest.admin;
import static dev.lockstep.ingest.RunningIngest.call;
import static dev.lockstep.ingest.RunningIngest.csv;
import static dev.lockstep.ingest.RunningIngest.get;
import static dev.lockstep.ingest.RunningIngest.source;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.contracts.Activity;
import dev.lockstep.contracts.DirectoryChange;
import dev.lockstep.ingest.RunningIngest.Answer;
import dev.lockstep.ingest.source.SourceKey;
import dev.lockstep.kit.testing.TestPlatform;
import dev.lockstep.kit.web.Allowed;
import dev.lockstep.kit.web.Role;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.springframework.data.mongodb.MongoDatabaseFactory;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;

/** The whole service over HTTP, on a real broker and the embedded store. */
class RoutesIT {
    private static final String ONE = "application/cloudevents+json";
    private static final String BATCH = "application/cloudevents-batch+json";

    private static String event(String id, String subject, String title) {
        return """
                {"specversion":"1.0","id":"%s","source":"hr","type":"lockstep.directory.change","subject":"%s","time":"2026-01-01T00:00:00Z",
                 "data":{"objectType":"user","operation":"upsert","version":1,"attributes":{"title":"%s"}}}""".formatted(id, subject, title);
    }

    private static Answer post(String source, String key, String type, String body) throws Exception {
        return call("POST", "/api/v1/sources/" + source + "/events", key, type, body);
    }

    @Test
    void every_route_names_its_roles() {
        var mapping = RunningIngest.context().getBean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class);
        var ours = mapping.getHandlerMethods().values().stream().filter(handler -> handler.getBeanType().getName().startsWith("dev.lockstep")).toList();

        assertThat(ours).hasSizeGreaterThan(8).allSatisfy(handler -> assertThat(handler.getMethodAnnotation(Allowed.class)).as(handler.toString()).isNotNull());
    }

    @Test
    void every_route_is_described() throws Exception {
        JsonNode paths = get("/internal/openapi", admin()).body().get("paths");

        assertThat(paths.propertyNames()).contains("/api/v1/sources", "/api/v1/sources/{source}", "/api/v1/sources/{source}/key",
                "/api/v1/sources/{source}/uploads/{id}");
        for (String intake : List.of("events", "bulkUpload", "files")) {
            assertThat(paths.get("/api/v1/sources/{source}/" + intake).get("post").get("requestBody").get("content").isEmpty()).as(intake).isFalse();
        }
    }

    @Test
    void a_source_is_added_read_changed_and_removed_and_each_act_is_on_record() throws Exception {
        Answer added = call("POST", "/api/v1/sources", admin(), "application/json", "{\"id\":\"crud\",\"kind\":\"csv\",\"delimiter\":\";\",\"nullText\":[\"-\"]}");
        assertThat(added.status()).isEqualTo(201);
        String key = added.body().get("key").stringValue();
        assertThat(key).matches(SourceKey.SHAPE);
        assertThat(call("POST", "/api/v1/sources", admin(), "application/json", "{\"id\":\"crud\"}").status()).isEqualTo(409);

        Answer changed = call("PATCH", "/api/v1/sources/crud", admin(), "application/json", "{\"removalThreshold\":{\"count\":3},\"nullText\":null}");
        assertThat(changed.body().get("removalThreshold").toString()).isEqualTo("{\"count\":3,\"percent\":10}");
        assertThat(changed.body().get("nullText").isEmpty()).isTrue();
        assertThat(get("/api/v1/sources/crud", TestPlatform.bearer("a", Role.AUDITOR)).body().get("delimiter").stringValue()).isEqualTo(";");
        assertThat(get("/api/v1/sources?limit=1", admin()).body().get("items").size()).isEqualTo(1);

        assertThat(call("DELETE", "/api/v1/sources/crud", admin(), "", "").status()).isEqualTo(204);
        assertThat(get("/api/v1/sources/crud", admin()).status()).isEqualTo(404);
        assertThat(post("crud", "Bearer " + key, ONE, event("e", "p", "t")).status()).isEqualTo(401);
        List<Activity> facts = RunningIngest.activities("crud");
        assertThat(facts).hasSize(3).allSatisfy(fact -> {
            assertThat(fact.action()).isEqualTo("admin");
            assertThat(fact.initiator()).isEqualTo("token:root");
            assertThat(fact.toString()).doesNotContain(key);
        });
    }

    @Test
    void wrong_settings_are_named_all_at_once() throws Exception {
        Answer answer = call("POST", "/api/v1/sources", admin(), "application/json", """
                {"kind":"ldap","delimiter":"|","encoding":"klingon","columns":[{"from":"a"},{"from":"b","to":"c","date":"qqqqqqqq{"}],"joinOn":"mail","colour":1}""");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body().get("errors").valueStream().map(error -> error.get("pointer").stringValue())).containsExactlyInAnyOrder(
                "/kind", "/delimiter", "/encoding", "/columns/0", "/columns/1/date", "/joinOn", "/colour");
    }

    @Test
    void a_key_opens_its_own_source_only_and_stops_when_replaced() throws Exception {
        String mine = source("mine", "");
        source("theirs", "");

        assertThat(post("mine", mine, ONE, event("e1", "p1", "t")).status()).isEqualTo(202);
        assertThat(post("theirs", mine, ONE, event("e1", "p1", "t")).status()).isEqualTo(403);
        assertThat(post("nowhere", mine, ONE, event("e1", "p1", "t")).status()).isEqualTo(403);
        assertThat(get("/api/v1/sources/mine", mine).status()).isEqualTo(403);
        assertThat(call("POST", "/api/v1/sources/mine/key", mine, "", "").status()).isEqualTo(403);
        assertThat(post("mine", TestPlatform.bearer("o", Role.OPERATOR), ONE, event("e2", "p1", "t")).status()).isEqualTo(403);
        assertThat(post("mine", "Bearer " + SourceKey.generate(new SecureRandom()), ONE, event("e2", "p1", "t")).status()).isEqualTo(401);

        String fresh = "Bearer " + call("POST", "/api/v1/sources/mine/key", admin(), "", "").body().get("key").stringValue();

        assertThat(post("mine", mine, ONE, event("e2", "p1", "t")).status()).isEqualTo(401);
        assertThat(post("mine", fresh, ONE, event("e2", "p1", "t")).status()).isEqualTo(202);
        assertThat(get("/api/v1/sources/mine", admin()).body().get("lastUsedAt").isString()).isTrue();
        assertThat(post("nowhere", admin(), ONE, event("e1", "p1", "t")).status()).isEqualTo(404);
    }

    @Test
    void keys_stand_nowhere_in_the_store() throws Exception {
        String key = source("vault", "").substring("Bearer ".length());

        var database = RunningIngest.context().getBean(MongoDatabaseFactory.class).getMongoDatabase();
        Document stored = database.getCollection("sources").find(new Document("_id", "vault")).first();

        assertThat(stored.toJson()).doesNotContain(key.substring(4, 20)).contains(SourceKey.hash(key));
    }

    @Test
    void a_batch_is_answered_event_by_event() throws Exception {
        String key = source("batch", "");
        post("batch", key, ONE, event("e1", "p1", "old"));

        Answer answer = post("batch", key, BATCH, "[" + String.join(",", event("e1", "p1", "old"), event("e2", "p2", "a"), event("e1", "p1", "altered"),
                event("e3", "p 3", "a"), "{\"id\":\"e4\"}", event("e5", "p5", "a").replace("\"version\":1,", "")) + "]");

        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.body().get("accepted").intValue()).isEqualTo(1);
        assertThat(answer.body().get("duplicates").intValue()).isEqualTo(1);
        assertThat(answer.body().get("rejected").valueStream().map(r -> r.get("index").intValue() + " " + r.get("id").stringValue() + " " + r.get("code").stringValue()
                + " " + r.get("attribute").stringValue())).containsExactly("2 e1 id-reused id", "3 e3 invalid subject", "4 e4 missing specversion",
                "5 e5 version-missing data.version");
        assertThat(RunningIngest.changes("batch")).extracting(DirectoryChange::eventId).containsExactlyInAnyOrder("e1", "e2");
        assertThat(RunningIngest.activities("batch").stream().filter(fact -> fact.action().equals("inputRejected"))).hasSize(4);
        MeterRegistry meters = RunningIngest.context().getBean(MeterRegistry.class);
        assertThat(meters.counter("lockstep.ingest.rejected", "source", "batch").count()).isEqualTo(4);
    }

    @Test
    void requests_that_cannot_be_read_say_why() throws Exception {
        String key = source("limits", "");

        assertThat(post("limits", key, BATCH, "{").body().get("code").stringValue()).isEqualTo("malformed");
        assertThat(post("limits", key, "application/json", event("e", "p", "t")).status()).isEqualTo(415);
        assertThat(post("limits", key, BATCH, "[\"" + "x".repeat(10 << 20) + "\"]").status()).isEqualTo(413);
        assertThat(csv("limits", key, "whole", "objectId\n1\n").body().get("code").stringValue()).isEqualTo("bad-mode");
        Answer headless = csv("limits", key, "snapshot", "name\n" + "x\n".repeat(2_000_000));
        assertThat(headless.status()).isEqualTo(400);
        assertThat(headless.body().get("code").stringValue()).isEqualTo("key-column-missing");
        assertThat(headless.body().get("next").stringValue()).isNotBlank();
    }

    @Test
    void without_the_brokers_acknowledgement_nothing_is_accepted_and_nothing_is_lost() throws Exception {
        String key = source("deaf", "");
        String batch = "[" + event("e1", "p1", "a") + "," + event("e2", "p2", "a") + "]";
        String file = "objectId,title\n1,a\n2,b\n";
        RunningIngest.brokerIsDeaf(true);
        try {
            assertThat(post("deaf", key, BATCH, batch).status()).isEqualTo(503);
            assertThat(csv("deaf", key, "snapshot", file, "Upload-Id", "deaf-upload").status()).isEqualTo(503);
            assertThat(get("/api/v1/sources/deaf/uploads/deaf-upload", key).body().get("state").stringValue()).isEqualTo("failed");
        } finally {
            RunningIngest.brokerIsDeaf(false);
        }

        assertThat(post("deaf", key, BATCH, batch).status()).isEqualTo(202);
        assertThat(csv("deaf", key, "snapshot", file, "Upload-Id", "deaf-upload").body().get("accepted").intValue()).isEqualTo(2);

        assertThat(RunningIngest.changes("deaf")).extracting(DirectoryChange::eventId).contains("e1", "e2");
        assertThat(RunningIngest.changes("deaf")).extracting(DirectoryChange::objectId).contains("p1", "p2", "1", "2");
        assertThat(RunningIngest.changes("deaf").stream().map(DirectoryChange::eventId).distinct()).hasSize(4);
    }

    @Test
    void an_administrator_who_posts_for_a_source_is_on_record() throws Exception {
        source("watched", "");

        assertThat(post("watched", admin(), ONE, event("e1", "p1", "t")).status()).isEqualTo(202);
        assertThat(csv("watched", admin(), "delta", "objectId,title\n1,t\n").status()).isEqualTo(202);

        assertThat(RunningIngest.changes("watched")).hasSize(2).allSatisfy(change -> assertThat(change.initiator()).isEqualTo("token:root"));
        assertThat(RunningIngest.activities("watched").stream().map(Activity::summary)).filteredOn(s -> s.startsWith("Posted")).hasSize(2);
    }

    @Test
    void a_file_is_answered_with_its_rows_and_can_be_looked_up() throws Exception {
        String key = source("files", "\"kind\":\"csv\"");

        Answer answer = csv("files", key, "snapshot", "\uFEFFobjectId;displayName;accountEnabled\n1;Ann;ja\n2;Bob;vielleicht\n", "Upload-Id", "my-upload-1");

        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.body().get("uploadId").stringValue()).isEqualTo("my-upload-1");
        JsonNode upload = get(answer.raw().headers().firstValue("Location").orElseThrow(), key).body();
        assertThat(upload.get("state").stringValue()).isEqualTo("done");
        assertThat(upload.get("rows").intValue()).isEqualTo(2);
        assertThat(upload.get("accepted").intValue()).isEqualTo(1);
        assertThat(upload.get("rejected").get(0).toString()).contains("\"row\":3", "\"column\":\"accountEnabled\"", "\"code\":\"not-boolean\"").doesNotContain("vielleicht");
        assertThat(get("/api/v1/sources/files/uploads/none", key).status()).isEqualTo(404);
        assertThat(csv("files", key, "snapshot", "objectId\n9\n", "Upload-Id", "my-upload-1").body().get("rows").intValue()).as("sent again").isEqualTo(2);
    }

    @Test
    void held_leavers_are_listed_and_decided_by_operators_with_a_reason_never_by_the_source() throws Exception {
        String key = source("held", "\"kind\":\"csv\"");
        csv("held", key, "snapshot", "objectId\n" + IntStream.range(0, 80).mapToObj(n -> n + "\n").collect(Collectors.joining()));
        assertThat(csv("held", key, "snapshot", "objectId\n" + IntStream.range(12, 80).mapToObj(n -> n + "\n").collect(Collectors.joining())).body().get("held").intValue())
                .isEqualTo(12);

        JsonNode first = get("/api/v1/sources/held/held?limit=5", admin()).body();
        assertThat(first.get("items")).hasSize(5);
        assertThat(get("/api/v1/sources/held/held?limit=50&cursor=" + first.get("nextCursor").stringValue(), admin()).body().get("items")).hasSize(7);
        assertThat(get("/api/v1/sources/held/held", key).status()).isEqualTo(403);
        assertThat(call("POST", "/api/v1/sources/held/held/release", key, "application/json", "{\"reason\":\"x\"}").status()).isEqualTo(403);
        assertThat(call("POST", "/api/v1/sources/held/held/release", admin(), "application/json", "{}").body().get("code").stringValue()).isEqualTo("reason-required");

        Answer released = call("POST", "/api/v1/sources/held/held/release", admin(), "application/json", "{\"reason\":\"has left\",\"ids\":[\"7\"]}");
        assertThat(released.body().toString()).contains("\"matched\":1", "\"done\":1", "\"needsSecondPerson\":false");
        assertThat(RunningIngest.changes("held")).filteredOn(change -> change.operation() == DirectoryChange.Operation.SOFT_DELETE).singleElement()
                .satisfies(change -> assertThat(change.objectId()).isEqualTo("7"));
        Answer rejected = call("POST", "/api/v1/sources/held/held/reject", admin(), "application/json", "{\"reason\":\"they stay\"}");
        assertThat(rejected.body().get("done").intValue()).isEqualTo(11);
        assertThat(RunningIngest.activities("held").stream().map(Activity::summary)).filteredOn(s -> s.startsWith("The held leaver")).hasSize(12);
    }

    @Test
    void a_file_may_come_packed_but_no_bomb() throws Exception {
        String key = source("packed", "\"kind\":\"csv\"");

        Answer good = call("POST", "/api/v1/sources/packed/files", key, "text/csv; charset=UTF-8", gzip("objectId,title\n1,ü\n"), "Content-Encoding", "gzip");
        Answer bomb = call("POST", "/api/v1/sources/packed/files", key, "text/csv", gzip("objectId,title\n" + "1,a\n".repeat(3_000_000)), "Content-Encoding", "gzip");

        assertThat(good.status()).isEqualTo(202);
        assertThat(RunningIngest.changes("packed").getFirst().attributes()).containsEntry("title", "ü");
        assertThat(bomb.status()).isEqualTo(413);
    }

    private static byte[] gzip(String text) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    @Test
    void twenty_thousand_rows_go_through_fast_and_the_same_again_writes_nothing() throws Exception {
        String key = source("large", "\"kind\":\"csv\"");
        String file = "objectId,userPrincipalName,givenName,surname,displayName,department,jobTitle,manager,accountEnabled\n" + IntStream.range(0, 20_000)
                .mapToObj(n -> n + ",user" + n + "@example.com,Given" + n + ",Sur" + n + ",Given" + n + " Sur" + n + ",Dept " + n % 40 + ",Engineer," + n / 10 + ",true\n")
                .collect(Collectors.joining());
        csv("large", key, "delta", file.substring(0, file.indexOf("\n2000,") + 1));
        long wroteBefore = RunningIngest.documentsWritten();
        long start = System.nanoTime();

        Answer first = csv("large", key, "snapshot", file);

        double seconds = (System.nanoTime() - start) / 1e9;
        long wrote = RunningIngest.documentsWritten() - wroteBefore;
        start = System.nanoTime();
        Answer second = csv("large", key, "snapshot", file);
        double again = (System.nanoTime() - start) / 1e9;
        System.out.printf("20,000 rows: %.2f s, %.0f rows/s, %d documents written; the same again %.2f s, %.0f rows/s%n", seconds, 20_000 / seconds, wrote, again, 20_000 / again);
        assertThat(first.body().get("accepted").intValue()).isEqualTo(18_000);
        assertThat(second.body().get("unchanged").intValue()).isEqualTo(20_000);
        assertThat(RunningIngest.changes("large")).hasSize(20_000);
    }

    @Test
    void a_bulk_upload_gets_a_receipt_per_operation_and_names_only_what_it_says() throws Exception {
        String key = source("bulk", "\"kind\":\"scim\"");
        String body = """
                {"schemas":["urn:ietf:params:scim:api:messages:2.0:BulkRequest"],"failOnErrors":null,"Operations":[
                 {"method":"POST","bulkId":"b1","path":"/Users","data":{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User",
                   "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User","urn:ietf:params:scim:schemas:extension:csv:1.0:User"],
                   "externalId":"7019","userName":"bjensen@example.com","name":{"familyName":"Jensen","givenName":"Barbara","formatted":"Ms. Barbara J Jensen"},
                   "displayName":"Babs","title":"Tour Guide","password":"t1meMa$heen","emails":[{"value":"b@home.example","type":"home"},{"value":"b@example.com","type":"work"}],
                   "addresses":[{"type":"work","streetAddress":"100 Universal City Plaza","locality":"Hollywood","region":"CA","postalCode":"91608","country":"USA"}],
                   "phoneNumbers":[{"value":"555-1","type":"work"},{"value":"555-2","type":"mobile"}],
                   "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"employeeNumber":"701984","department":"Tours","manager":{"value":"26118"}},
                   "urn:ietf:params:scim:schemas:extension:csv:1.0:User":{"HireDate":"2020-01-01"}}},
                 {"method":"POST","bulkId":"b2","path":"/Users","data":{"externalId":"7020","active":"False"}},
                 {"method":"POST","bulkId":"b3","path":"/Users","data":{"userName":"x"}},
                 {"method":"PATCH","bulkId":"b4","path":"/Users","data":{"externalId":"7021"}},
                 {"method":"POST","bulkId":"b5","path":"/Groups","data":{"externalId":"g1","displayName":"Guides","members":[{"value":"7019"},{"value":"7020"}]}},
                 {"method":"POST","bulkId":"b6","path":"/Users","data":{"externalId":"7020","active":true}}]}""";

        Answer answer = call("POST", "/api/v1/sources/bulk/bulkUpload", key, "application/scim+json", body);

        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.body().get("Operations").valueStream().map(r -> r.get("bulkId").stringValue() + " " + r.get("status").stringValue())).containsExactly(
                "b1 202", "b2 202", "b3 400", "b4 400", "b5 202", "b6 202");
        List<DirectoryChange> changes = RunningIngest.changes("bulk");
        assertThat(changes).filteredOn(c -> c.objectId().equals("7019")).singleElement().satisfies(change -> assertThat(change.attributes()).isEqualTo(Map.ofEntries(
                Map.entry("userPrincipalName", "bjensen@example.com"), Map.entry("surname", "Jensen"), Map.entry("givenName", "Barbara"),
                Map.entry("displayName", "Babs"), Map.entry("jobTitle", "Tour Guide"), Map.entry("mail", "b@example.com"),
                Map.entry("otherMails", List.of("b@home.example")), Map.entry("streetAddress", "100 Universal City Plaza"),
                Map.entry("city", "Hollywood"), Map.entry("state", "CA"), Map.entry("postalCode", "91608"), Map.entry("country", "USA"),
                Map.entry("telephoneNumber", "555-1"), Map.entry("mobile", "555-2"), Map.entry("employeeId", "701984"),
                Map.entry("department", "Tours"), Map.entry("manager", "26118"), Map.entry("HireDate", "2020-01-01"))));
        assertThat(changes).filteredOn(c -> c.objectId().equals("7020")).extracting(c -> c.attributes().get("accountEnabled")).containsExactly(false, true);
        assertThat(changes).filteredOn(c -> c.objectId().equals("g1")).extracting(DirectoryChange::operation).containsExactly(
                DirectoryChange.Operation.MERGE, DirectoryChange.Operation.ADD_MEMBERS);

        call("POST", "/api/v1/sources/bulk/bulkUpload", key, "application/scim+json", "{\"schemas\":[\"urn:ietf:params:scim:api:messages:2.0:BulkRequest\"],\"Operations\":["
                + "{\"method\":\"POST\",\"bulkId\":\"b6\",\"path\":\"/Users\",\"data\":{\"externalId\":\"7020\",\"active\":true}}]}");
        assertThat(RunningIngest.changes("bulk")).hasSameSizeAs(changes);
        assertThat(call("POST", "/api/v1/sources/bulk/bulkUpload", key, "application/scim+json", "{\"schemas\":[],\"Operations\":[]}").status()).isEqualTo(400);
    }
}
