package dev.lockstep.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.e2e.harness.RunningLockstep;
import dev.lockstep.standalone.client.LockstepClient;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The references in docs/ are generated from the running system and from its jars. This test fails when they have drifted;
 * {@code mvn verify -Dreferences.write=true} writes them anew.
 */
class ReferencesE2E {
    private static final Path DOCS = Path.of("..", "docs");
    private static final List<String> SERVICES = List.of("ingest-service", "mapping-service", "scim-writer-service", "audit-service", "console");
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT).enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).build();
    /** Keys in order at every depth: the program's own maps have none that lasts from one start to the next. */
    private static final ObjectWriter ONE_LINE = JSON.writer().without(SerializationFeature.INDENT_OUTPUT);
    private static RunningLockstep running;

    @BeforeAll
    static void start() {
        running = RunningLockstep.start(Path.of("target", "references-" + UUID.randomUUID()));
    }

    @AfterAll
    static void stop() {
        running.close();
    }

    private static void assertCurrent(String name, String generated) throws IOException {
        Path file = DOCS.resolve(name);
        if (Boolean.getBoolean("references.write")) {
            Files.writeString(file, generated);
        }
        assertThat(Files.exists(file) ? Files.readString(file) : "").as("docs/%s is not what the code says; write it with -Dreferences.write=true", name)
                .isEqualTo(generated);
    }

    @Test
    void the_api_description_is_current() throws IOException {
        JsonNode description = running.client().get("/api/v1/openapi.json");
        assertThat(description.path("paths").size()).isGreaterThan(20);
        Object sorted = JSON.treeToValue(description, Map.class);
        if (sorted instanceof Map<?, ?> document) {
            // The address of this run.
            document.remove("servers");
        }
        assertCurrent("openapi.json", JSON.writeValueAsString(sorted) + "\n");
    }

    @Test
    void the_function_reference_is_current() throws IOException {
        StringBuilder page = new StringBuilder("# Functions of mapping expressions\n\nGenerated from the function catalogue; also at `GET /api/v1/expressions/functions`.\n");
        JsonNode answer = running.client().get("/api/v1/expressions/functions");
        for (JsonNode function : answer.has("items") ? answer.path("items") : answer) {
            page.append("\n## ").append(function.path("signature").asString("")).append("\n\n")
                    .append(function.path("description").asString("")).append('\n');
            for (JsonNode example : function.path("examples")) {
                page.append("\n- `").append(example.path("expression").asString("")).append("` ");
                if (!example.path("attributes").isEmpty()) {
                    page.append("with `").append(ONE_LINE.writeValueAsString(JSON.treeToValue(example.path("attributes"), Map.class))).append("` ");
                }
                page.append(example.path("result").isNull() ? "gives no value" : "gives `" + example.path("result").asString("") + "`");
            }
            page.append('\n');
        }
        assertThat(page.toString()).contains("## Switch(", "## Join(");
        assertCurrent("functions.md", page.toString());
    }

    @Test
    void the_configuration_reference_is_current() throws IOException {
        Map<String, String> rows = new TreeMap<>();
        for (String service : SERVICES) {
            settings(jar(service), service, rows);
        }
        settings(jar("service-kit"), "all", rows);
        assertThat(rows).isNotEmpty();
        assertCurrent("configuration.md", "# Settings\n\nGenerated from the services' settings. Each can be given as `--set name=value` to `lockstep start`, as `--name=value` to a service, or as an "
                + "environment variable (upper case, `_` for `.` and `-`).\n\n| Setting | Service | Default | Meaning |\n|---|---|---|---|\n"
                + String.join("\n", rows.values()) + "\n");
    }

    private static Path jar(String module) {
        return Path.of("..", module, "target", module + "-0.1.0-SNAPSHOT.jar");
    }

    private static void settings(Path jar, String service, Map<String, String> rows) throws IOException {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            var entry = zip.getEntry("META-INF/spring-configuration-metadata.json");
            if (entry == null) {
                return;
            }
            try (InputStream in = zip.getInputStream(entry)) {
                for (JsonNode property : JSON.readTree(in).path("properties")) {
                    String name = property.path("name").asString("");
                    rows.put(name, "| `%s` | %s | %s | %s |".formatted(name, service, value(property.path("defaultValue")),
                            property.path("description").asString("").replace("|", "\\|")));
                }
            }
        }
    }

    private static String value(JsonNode value) {
        return value.isMissingNode() || value.isNull() ? "" : "`" + (value.isValueNode() ? value.asString() : value.toString()) + "`";
    }
}
