package dev.lockstep.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.e2e.harness.RunningLockstep;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
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
    /** What libraries measure, by the beginning of the name as Prometheus sees it. */
    private static final Map<String, String> STANDARD = new TreeMap<>(Map.ofEntries(
            Map.entry("application_", "Spring Boot: how long the start took."),
            Map.entry("disk_", "Free and total space of the disk of the working directory."),
            Map.entry("executor_", "Thread pools: size, queue, tasks."),
            Map.entry("http_server_requests_", "Requests by method, status, outcome and route; the route is the pattern (`/api/v1/apps/{app}`), never the address."),
            Map.entry("jvm_", "The JVM: memory by pool, garbage collection, threads, classes, compilation."),
            Map.entry("kafka_", "The Kafka clients: lag (`kafka_consumer_fetch_manager_records_lag`), rates, latencies, rebalances, by topic and partition."),
            Map.entry("logback_events_", "Log lines by level."),
            Map.entry("mongodb_driver_", "Commands to the store by collection and command, and the connection pool; never what is in a document."),
            Map.entry("process_", "The process: CPU, open files, start, uptime."),
            Map.entry("spring_", "Spring Cloud Stream, Integration and Kafka: messages and durations by channel and listener."),
            Map.entry("system_", "The machine: CPU, load average, cores."),
            Map.entry("tasks_", "Scheduled tasks and executors: active, durations."),
            Map.entry("tomcat_", "Sessions of the web server; always zero for the services.")));
    private static final Path DIRECTORY = Path.of("target", "references-" + UUID.randomUUID());
    private static RunningLockstep running;

    @BeforeAll
    static void start() {
        running = RunningLockstep.start(DIRECTORY);
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

    @Test
    void the_metrics_reference_is_current() throws Exception {
        StringBuilder page = new StringBuilder("""
                # Metrics

                Generated from the meters that the services declare; also at `GET /api/v1/metrics`. Every process has its own values at `GET /actuator/prometheus` in Prometheus' text format (any
                token but a source's; the console takes its API tokens, a service the console's signed ones).

                No metric carries a name, an address, an object's id or any attribute value. Tags have few values: an app, a source, a topic, a code. A meter that is not declared here is left out of the
                registry, and of each at most 2,000 series are kept.

                ## Lockstep's own

                In Prometheus, dots are underscores; a counter ends in `_total`; a timer has `_seconds_count`, `_seconds_sum`, `_seconds_max` and the histogram `_seconds_bucket`.

                | Name | Type | Unit | Tags | Services | Meaning |
                |---|---|---|---|---|---|
                """);
        JsonNode items = running.client().get("/api/v1/metrics").path("items");
        assertThat(items.size()).isGreaterThan(10);
        for (JsonNode item : items) {
            JsonNode meter = item.path("meter");
            page.append("| `%s` | %s | %s | %s | %s | %s |%n".formatted(meter.path("name").asString(""), meter.path("type").asString("").toLowerCase(Locale.ROOT),
                    meter.path("unit").asString(""), listed(meter.path("tags")), listed(item.path("services")), meter.path("meaning").asString("").replace("|", "\\|")));
        }
        page.append("\n## From the libraries\n\n| Begins with | Meaning |\n|---|---|\n");
        STANDARD.forEach((prefix, meaning) -> page.append("| `").append(prefix).append("` | ").append(meaning).append(" |\n"));
        assertCurrent("metrics.md", page.toString());
    }

    @Test
    void what_is_measured_is_in_the_reference_and_tells_nothing_about_a_person() throws Exception {
        raw("/api/v1/directory/users/somebody.special");
        raw("/api/v1/somebody.special/unknown?filter=somebody.special");
        raw("/somebody.special");

        String scraped = raw("/actuator/prometheus");

        assertThat(scraped).contains("http_server_requests_seconds_count").doesNotContain("somebody");
        assertThat(scraped.lines().filter(line -> line.startsWith("# TYPE ")).map(line -> line.split(" ")[2]).filter(name -> !name.startsWith("lockstep_")))
                .allSatisfy(name -> assertThat(STANDARD.keySet()).anySatisfy(prefix -> assertThat(name).startsWith(prefix)));
    }

    private static String raw(String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(running.address() + path))
                .header("Authorization", "Bearer " + Files.readString(DIRECTORY.resolve("admin-token")).strip()).build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
        }
    }

    private static String listed(JsonNode texts) {
        return String.join(", ", texts.valueStream().map(JsonNode::asString).toList());
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
