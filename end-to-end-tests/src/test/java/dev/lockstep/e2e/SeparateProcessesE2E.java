package dev.lockstep.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockstep.e2e.harness.Program;
import dev.lockstep.e2e.harness.Steps;
import dev.lockstep.standalone.client.LockstepClient;
import dev.lockstep.standalone.demo.Expected;
import dev.lockstep.targets.Accounts;
import dev.lockstep.targets.RecordingProxy;
import dev.lockstep.targets.SampleApplication;
import dev.lockstep.targets.ScimSdkApplication;
import dev.lockstep.targets.company.Change;
import dev.lockstep.targets.company.Company;
import dev.lockstep.targets.company.WorkingDay;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Every service from its own jar against a broker process and a store process, with two writers; one writer is killed. */
class SeparateProcessesE2E {
    private static final String TOKEN = "many-token-1234567890";
    private static final int PEOPLE = 300;

    private final Path work = Path.of("target", "many-" + UUID.randomUUID());
    private final Deque<Program> running = new ArrayDeque<>();
    private final Map<String, String> environment = new HashMap<>();
    private final Map<String, Path> jars = Program.unpack(
            Set.of("standalone", "ingest-service", "mapping-service", "audit-service", "console", "scim-writer-service"));

    @Test
    void separate_services_and_two_writers_do_the_main_job_although_one_writer_is_killed() throws Exception {
        Company company = Company.generate(5, PEOPLE);
        try (SampleApplication application = ScimSdkApplication.start(0, TOKEN, 20);
                RecordingProxy proxy = RecordingProxy.start(application.baseUrl());
                Accounts accounts = new Accounts(application.baseUrl(), TOKEN)) {
            int port = startAll();
            Program doomed = running.peek();
            try (LockstepClient lockstep = new LockstepClient("http://127.0.0.1:" + port, Files.readString(work.resolve("admin-token")).strip())) {
                Steps.addPingboard(lockstep, proxy.baseUrl(), TOKEN);
                Steps.importCompany(lockstep, company, work.resolve("company"));
                Steps.assign(lockstep, "group", Company.ALL_EMPLOYEES);
                Steps.start(lockstep);
                await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(2)).until(() -> proxy.effects().size() > PEOPLE / 4);
                doomed.kill();

                Steps.awaitSteady(lockstep, Duration.ofSeconds(120));
                Expected expected = new Expected();
                expected.see(company, company.peopleIn(Company.ALL_EMPLOYEES));
                Company now = company;
                for (Change change : WorkingDay.of(company, 5).changes()) {
                    Steps.post(lockstep, change);
                    now = now.after(change);
                    expected.see(now, now.peopleIn(Company.ALL_EMPLOYEES));
                }
                await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(500)).untilAsserted(() -> {
                    Accounts.Listing listing = accounts.users();
                    assertThat(expected.differences(listing.byName(), listing.total())).isEmpty();
                    assertThat(listing.duplicates()).isEmpty();
                });
            }
        } finally {
            // Nobody reads what they leave behind, so nobody waits for an orderly end.
            running.forEach(Program::kill);
        }
    }

    /** Returns the console's port. The writer started last is the first of {@link #running}. */
    private int startAll() throws IOException {
        Program keys = start("standalone", "keys", List.of("keys", "--dir", work.resolve("keys").toString()));
        Program brokerProcess = start("standalone", "broker", List.of("broker", "--dir", work.resolve("broker").toString(), "--port", "0"));
        Program storeProcess = start("standalone", "store", List.of("store", "--dir", work.resolve("store").toString(), "--port", "0"));
        keys.awaitLine("Keys are in", 0, Duration.ofSeconds(60));
        String broker = brokerProcess.awaitLine("ready ", 0, Duration.ofSeconds(60)).substring("ready ".length());
        String store = storeProcess.awaitLine("ready ", 0, Duration.ofSeconds(60)).substring("ready ".length());
        int ingest = freePort();
        int mapping = freePort();
        int writer = freePort();
        int audit = freePort();
        int console = freePort();
        environment.putAll(Map.of(
                "LOCKSTEP_KAFKA_BROKERS", broker, "LOCKSTEP_MONGO_URL", store,
                "LOCKSTEP_KEYS_DIR", work.resolve("keys").toAbsolutePath().toString(),
                "LOCKSTEP_INGEST_URL", "http://127.0.0.1:" + ingest, "LOCKSTEP_MAPPING_URL", "http://127.0.0.1:" + mapping,
                "LOCKSTEP_WRITER_URL", "http://127.0.0.1:" + writer, "LOCKSTEP_AUDIT_URL", "http://127.0.0.1:" + audit,
                "LOCKSTEP_ALLOWED_TARGETS", "127.0.0.1/32"));
        start("ingest-service", "ingest", List.of("--server.port=" + ingest));
        start("mapping-service", "mapping", List.of("--server.port=" + mapping));
        start("audit-service", "audit", List.of("--server.port=" + audit));
        start("console", "console", List.of("--server.port=" + console, "--lockstep.admin-token-file=" + work.resolve("admin-token")));
        start("scim-writer-service", "writer-1", writer(writer));
        start("scim-writer-service", "writer-2", writer(0));
        try (LockstepClient anyone = new LockstepClient("http://127.0.0.1:" + console, "none")) {
            await().atMost(Duration.ofMinutes(3)).pollInterval(Duration.ofMillis(500)).ignoreExceptions()
                    .until(() -> anyone.get("/actuator/health").path("status").asString("").equals("UP"));
        }
        return console;
    }

    /** With short deadlines, so that the work of a killed writer is taken over soon. */
    private static List<String> writer(int port) {
        return List.of("--server.port=" + port, "--lockstep.writer.deadline=3s", "--lockstep.writer.connect-timeout=2s",
                "--lockstep.writer.takeover-grace=1s", "--lockstep.writer.claim-window=3s",
                // The shortest that the broker allows.
                "--spring.cloud.stream.kafka.binder.consumer-properties.session.timeout.ms=6000");
    }

    private Program start(String module, String name, List<String> arguments) {
        List<String> options = new ArrayList<>(Program.QUICK_START);
        options.add("-Xmx256m");
        Program program = Program.start(jars.get(module), options, work.resolve(name + ".out"), environment, arguments);
        running.push(program);
        return program;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
