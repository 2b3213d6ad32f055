package dev.lockstep.standalone.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands against a server that answers what it is told to. */
class MappingsCommandTest {
    private static final String SAVED = """
            {"synchronizationRules":[],"lockstep":{"changed":true,"version":4,"reevaluation":{"needed":true,"users":12,"entering":1,"leaving":2},
             "differences":[{"part":"mapping","change":"changed","object":"User","name":"title","before":"[jobTitle]","after":"[department]"}]}}""";
    private final List<String> asked = new ArrayList<>();
    private final PrintStream screen = System.out;
    private HttpServer server;
    private String answer = "{}";
    private int status = 200;

    @TempDir
    Path directory;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + (body.isEmpty() ? "" : " " + body));
            byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        System.setOut(screen);
        server.stop(0);
    }

    private String printed(int exit, String... command) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        List<String> all = new ArrayList<>(List.of("mappings"));
        all.addAll(List.of(command));
        all.addAll(List.of("--server", "http://127.0.0.1:" + server.getAddress().getPort(), "--token", "t"));
        assertThat(LockstepCommand.run(all.toArray(String[]::new))).isEqualTo(exit);
        System.setOut(screen);
        return out.toString(StandardCharsets.UTF_8);
    }

    private String file(String text) throws IOException {
        return Files.writeString(directory.resolve("schema.json"), text).toString();
    }

    @Test
    void mappings_are_shown_and_exported_as_they_are() throws IOException {
        answer = """
                {"version":"v2","lockstep":{},"synchronizationRules":[{"objectMappings":[{"name":"Users","flowTypes":"Add,Update","scope":{"groups":[{"name":"S","clauses":[
                 {"sourceOperandName":"department","operatorName":"EQUALS","targetOperand":{"values":["Sales"]}},{"sourceOperandName":"mail","operatorName":"IS NOT NULL","targetOperand":null}]}]},
                 "attributeMappings":[{"targetAttributeName":"title","source":{"expression":"[jobTitle]"},"matchingPriority":0,"flowType":"Always"}]}]}]}""";

        assertThat(printed(0, "show", "ping")).contains("Users, may: Add,Update", "in scope: S: department EQUALS Sales AND mail IS NOT NULL", "[jobTitle]");
        assertThat(printed(0, "ping")).as("as before there were other commands").contains("[jobTitle]");
        Path exported = directory.resolve("out.json");
        printed(0, "export", "ping", "--file", exported.toString());
        assertThat(Files.readString(exported)).contains("synchronizationRules").doesNotContain("lockstep");
        assertThat(asked).allMatch(request -> request.equals("GET /api/v1/apps/ping/schema"));
    }

    @Test
    void an_import_can_be_tried_first_and_tells_whom_it_concerns() throws IOException {
        answer = SAVED;
        String schema = file("{\"a\":1}");

        assertThat(printed(0, "import", "ping", schema, "--dry-run")).contains("reevaluation/users", "12", "[department]");
        assertThat(printed(0, "import", "ping", schema, "--comment", "why not", "--output", "json")).contains("\"version\" : 4");

        assertThat(asked).containsExactly("PUT /api/v1/apps/ping/schema?validateOnly=true {\"a\":1}", "PUT /api/v1/apps/ping/schema?comment=why%20not {\"a\":1}");
        status = 400;
        answer = "{\"code\":\"invalid\",\"detail\":\"It cannot be used.\",\"next\":\"Correct it.\",\"errors\":[{\"pointer\":\"/a\",\"message\":\"m\"}]}";
        printed(1, "import", "ping", schema);
    }

    @Test
    void versions_are_listed_compared_and_rolled_back() {
        answer = "{\"items\":[{\"version\":2,\"current\":true,\"savedAt\":\"2026-11-23T12:00:00Z\",\"savedBy\":\"token:ann\",\"comment\":null}]}";
        assertThat(printed(0, "versions", "ping")).contains("token:ann");
        answer = "{\"from\":\"1\",\"to\":\"2\",\"differences\":[{\"part\":\"filter\",\"change\":\"added\",\"object\":\"User\",\"name\":\"S\",\"before\":null,\"after\":\"x EQUALS y\"}]}";
        assertThat(printed(0, "diff", "ping", "--from", "1", "--to", "2")).contains("x EQUALS y");
        answer = SAVED;
        assertThat(printed(0, "rollback", "ping", "1", "--comment", "back")).contains("4");

        assertThat(asked).containsExactly("GET /api/v1/apps/ping/schema/versions?limit=500", "GET /api/v1/apps/ping/schema/diff?from=1&to=2",
                "POST /api/v1/apps/ping/schema/versions/1/rollback {\"comment\":\"back\"}");
    }

    @Test
    void one_user_is_previewed_by_what_counts_by_the_draft_or_by_a_file() throws IOException {
        answer = "{\"scope\":{\"inScope\":false,\"detail\":\"nobody assigned it\"},\"attributes\":[{\"target\":\"title\",\"value\":\"E\",\"outcome\":\"flows\",\"source\":\"[jobTitle]\",\"inputs\":{\"jobTitle\":\"E\"}}]}";
        assertThat(printed(0, "preview", "ping", "--user", "u1", "--draft")).contains("not in scope: nobody assigned it", "{\"jobTitle\":\"E\"}");
        printed(0, "preview", "ping", "--attributes", file("{\"a\":1}"), "--schema", file("{\"a\":1}"));

        assertThat(asked).containsExactly("POST /api/v1/apps/ping/schema/preview {\"objectId\":\"u1\",\"draft\":true}",
                "POST /api/v1/apps/ping/schema/preview {\"attributes\":{\"a\":1},\"schema\":{\"a\":1}}");
    }

    @Test
    void a_draft_is_put_reported_published_and_discarded() throws IOException {
        answer = SAVED;
        printed(0, "draft", "put", "ping", file("{\"a\":1}"), "--comment", "try");
        assertThat(printed(0, "draft", "publish", "ping")).contains("12");
        answer = """
                {"state":"complete","progress":{"walked":7,"total":7},"counts":{"changes":3,"enters":0,"leaves":0,"stays":0,"failing":1},"live":2,"byAttribute":[{"attribute":"title","accounts":3}],
                 "failuresByAttribute":[],"accounts":{"items":[{"objectId":"u1","userName":"a@x","kind":"changes","changes":[{"attribute":"title","effect":"set","before":"A","after":"B"}],"failures":[]}]}}""";
        assertThat(printed(0, "draft", "report", "ping", "--kind", "changes", "--attribute", "emails[type eq \"work\"].value")).contains("complete", "u1 a@x: changes", "set");
        answer = "";
        status = 204;
        printed(0, "draft", "discard", "ping");
        printed(2, "draft");

        assertThat(asked).containsExactly("PUT /api/v1/apps/ping/schema/draft?comment=try {\"a\":1}", "POST /api/v1/apps/ping/schema/draft/publish {}",
                "GET /api/v1/apps/ping/schema/draft/report?limit=50&kind=changes&attribute=emails%5Btype%20eq%20%22work%22%5D.value", "DELETE /api/v1/apps/ping/schema/draft");
    }
}
