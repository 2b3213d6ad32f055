package dev.lockstep.standalone.demo;

import static dev.lockstep.standalone.client.LockstepClient.encoded;

import dev.lockstep.standalone.client.LockstepClient;
import dev.lockstep.targets.Accounts;
import dev.lockstep.targets.SampleApplication;
import dev.lockstep.targets.company.Change;
import dev.lockstep.targets.company.Company;
import dev.lockstep.targets.company.CompanyFiles;
import dev.lockstep.targets.company.HrDialect;
import dev.lockstep.targets.company.WorkingDay;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import tools.jackson.databind.JsonNode;

/** The story that {@code lockstep demo} tells, entirely over the public REST API. */
public final class Demo {
    private static final String APP = "pingboard";
    private static final long SEED = 2026;

    private final LockstepClient lockstep;
    private final SampleApplication application;
    private final String secretToken;
    private final Screen screen;
    private final Path work;
    private final int people;
    private final Expected expected = new Expected();

    public Demo(LockstepClient lockstep, SampleApplication application, String secretToken, boolean terminal, Path work, int people) {
        this.lockstep = lockstep;
        this.application = application;
        this.secretToken = secretToken;
        this.screen = new Screen(System.out, terminal);
        this.work = work;
        this.people = people;
    }

    /** Returns whether every account ended as it should. */
    public boolean run() throws IOException {
        Company company = Company.generate(SEED, people);
        WorkingDay day = WorkingDay.of(company, SEED);
        addApplication();
        importCompany(company);
        String pilot = company.employees().stream().map(p -> p.objectId()).filter(company::isActive).findFirst().orElseThrow();
        pilot(pilot);
        provision(company, pilot);
        Company evening = stream(company, day, pilot);
        return compare(evening);
    }

    private void addApplication() {
        screen.title("1. Add the application from the gallery, enter Tenant URL and secret token, test the connection");
        JsonNode app = lockstep.post("/api/v1/apps", Map.of("template", "pingboard", "name", "Pingboard"));
        screen.line("added %s from the template %s", app.path("id").asString(""), app.path("template").asString(""));
        JsonNode test = lockstep.post("/api/v1/apps/" + APP + "/connection-test",
                Map.of("tenantUrl", application.baseUrl().toString(), "secretToken", secretToken));
        for (JsonNode check : test.path("checks")) {
            screen.line("%s %-14s %s", check.path("ok").asBoolean() ? "ok  " : "FAIL", check.path("name").asString(""), check.path("message").asString(""));
        }
        require(test.path("ok").asBoolean(), "the connection test failed");
        lockstep.put("/api/v1/apps/" + APP + "/credentials", Map.of("secretToken", secretToken));
        lockstep.patch("/api/v1/apps/" + APP, Map.of("tenantUrl", application.baseUrl().toString(), "secretToken", secretToken,
                "notifications", Map.of("email", "it-operations@" + Company.DOMAIN, "onFailure", true)));
        screen.line("saved; the token is encrypted and cannot be read back");
    }

    private void importCompany(Company company) throws IOException {
        screen.title("2. Import the HR extract of %s: %d people, %d groups".formatted(Company.NAME, company.employees().size(), company.groups().size()));
        CompanyFiles.write(company, HrDialect.GERMAN, work);
        lockstep.post("/api/v1/sources", HrDialect.GERMAN.source("hr"));
        lockstep.post("/api/v1/sources", Map.of("id", "hr-groups", "kind", "csv", "objectType", "group"));
        lockstep.post("/api/v1/sources", Map.of("id", "hr-members", "kind", "csv", "objectType", "membership"));
        lockstep.post("/api/v1/sources", Map.of("id", "hr-events", "kind", "events", "objectType", "user"));
        upload("hr", "hr-export.csv");
        upload("hr-groups", "groups.csv");
        upload("hr-members", "memberships.csv");
    }

    private void upload(String source, String file) throws IOException {
        Instant start = Instant.now();
        String id = lockstep.upload("/api/v1/sources/" + source + "/files?mode=snapshot", work.resolve(file)).path("uploadId").asString("");
        JsonNode[] upload = new JsonNode[1];
        await("the directory to take in " + file, () -> {
            upload[0] = lockstep.get("/api/v1/sources/" + source + "/uploads/" + encoded(id));
            return upload[0].path("state").asString("").equals("done")
                    && upload[0].path("applied").asLong() >= upload[0].path("accepted").asLong();
        });
        screen.line("%-16s %d rows, %d accepted, %d rejected, in the directory after %s", file, upload[0].path("rows").asLong(),
                upload[0].path("accepted").asLong(), upload[0].path("rejectedCount").asLong(), Screen.millis(Duration.between(start, Instant.now())));
    }

    private void pilot(String pilot) {
        screen.title("3. Assign one pilot user and provision on demand");
        assign("user", pilot);
        JsonNode result = lockstep.post("/api/v1/apps/" + APP + "/provision-on-demand",
                Map.of("objectType", "user", "objectId", pilot, "dryRun", false));
        for (JsonNode step : result.path("steps")) {
            screen.line("%-8s %-8s %s", step.path("name").asString(""), step.path("status").asString(""), step.path("detail").asString(""));
        }
    }

    private void provision(Company company, String pilot) {
        screen.title("4. Assign the group \"All employees\" and start provisioning");
        assign("group", Company.ALL_EMPLOYEES);
        Instant start = Instant.now();
        lockstep.post("/api/v1/apps/" + APP + "/job/start", Map.of());
        await("the initial sync", () -> {
            JsonNode job = lockstep.get("/api/v1/apps/" + APP + "/job");
            JsonNode progress = job.path("progress");
            boolean steady = job.path("status").asString("").equals("steady");
            screen.progress(progress.path("done").asLong(), progress.path("total").asLong(), progress.path("totalKnown").asBoolean(),
                    progress.path("perSecond").asDouble(), progress.path("etaSeconds").asLong(-1));
            return steady;
        });
        screen.endProgress();
        screen.line("initial sync done after %s; failed: %d", Screen.millis(Duration.between(start, Instant.now())),
                lockstep.get("/api/v1/apps/" + APP + "/job").path("progress").path("failed").asLong());
        expected.see(company, assigned(company, pilot));
    }

    private void assign(String type, String id) {
        lockstep.post("/api/v1/apps/" + APP + "/assignments", Map.of("principalType", type, "principalId", id));
        screen.line("assigned %s %s", type, id);
    }

    private static Set<String> assigned(Company company, String pilot) {
        Set<String> assigned = new HashSet<>(company.peopleIn(Company.ALL_EMPLOYEES));
        assigned.add(pilot);
        return assigned;
    }

    private Company stream(Company company, WorkingDay day, String pilot) {
        screen.title("5. A working day, change by change (time from accepted to confirmed in the application)");
        Company now = company;
        List<Long> latencies = new ArrayList<>();
        for (Change change : day.changes()) {
            lockstep.postText("/api/v1/sources/hr-events/events", "application/cloudevents+json", change.cloudEvent("hr-events", Instant.now()));
            now = now.after(change);
            expected.see(now, assigned(now, pilot));
            JsonNode outcome = outcome(change);
            screen.line("%-72s %s", change.sentence(), told(outcome, latencies));
        }
        latencies.sort(null);
        if (!latencies.isEmpty()) {
            screen.line("%d changes reached the application; median %d ms, slowest %d ms", latencies.size(),
                    latencies.get(latencies.size() / 2), latencies.getLast());
        }
        return now;
    }

    /** The account action or scope decision that this change caused; a null node when it caused none within five seconds. */
    private JsonNode outcome(Change change) {
        String path = "/api/v1/activities?app=" + APP + "&cause=" + encoded("hr-events/" + change.id());
        JsonNode[] found = {lockstep.get(path)};
        long deadline = System.nanoTime() + Duration.ofSeconds(5).toNanos();
        while (found[0].path("items").isEmpty() && System.nanoTime() < deadline) {
            LockSupport.parkNanos(Duration.ofMillis(25).toNanos());
            if (lockstep.get("/api/v1/apps/" + APP + "/job").path("idle").asBoolean()) {
                found[0] = lockstep.get(path);
                if (found[0].path("items").isEmpty() && change.isGroupChange()) {
                    break;
                }
            }
        }
        return found[0].path("items").path(0);
    }

    private static String told(JsonNode outcome, List<Long> latencies) {
        if (outcome.isMissingNode()) {
            return "nothing to do in this application";
        }
        String action = outcome.path("action").asString("");
        String status = outcome.path("status").asString("");
        if (status.equals("success") && outcome.path("latencyMs").isNumber()) {
            latencies.add(outcome.path("latencyMs").asLong());
            return "%s in %d ms".formatted(action, outcome.path("latencyMs").asLong());
        }
        return action + ", " + status;
    }

    private boolean compare(Company evening) {
        screen.title("6. Compare the application's accounts with what they should be");
        List<String>[] differences = new List[] {List.of()};
        try (Accounts accounts = new Accounts(application.baseUrl(), secretToken)) {
            Accounts.Listing[] listing = new Accounts.Listing[1];
            awaitQuietly(Duration.ofSeconds(15), () -> {
                listing[0] = accounts.users();
                differences[0] = expected.differences(listing[0].byName(), listing[0].total());
                return differences[0].isEmpty() && listing[0].duplicates().isEmpty();
            });
            screen.line("%d accounts, %d of them should be active; duplicates: %d; differences: %d", listing[0].total(),
                    expected.activeAccounts(), listing[0].duplicates().size(), differences[0].size());
            differences[0].stream().limit(20).forEach(difference -> screen.line("DIFFERENT %s", difference));
            boolean right = differences[0].isEmpty() && listing[0].duplicates().isEmpty();
            screen.line(right ? "every account is right" : "NOT every account is right");
            return right;
        }
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new IllegalStateException(otherwise);
        }
    }

    private static void await(String what, BooleanSupplier condition) {
        require(awaitQuietly(Duration.ofMinutes(5), condition), "waited five minutes for " + what);
    }

    private static boolean awaitQuietly(Duration limit, BooleanSupplier condition) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            LockSupport.parkNanos(Duration.ofMillis(300).toNanos());
        }
        return true;
    }
}
