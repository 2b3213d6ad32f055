package dev.lockstep.e2e.harness;

import static dev.lockstep.standalone.client.LockstepClient.encoded;
import static org.awaitility.Awaitility.await;

import dev.lockstep.standalone.client.LockstepClient;
import dev.lockstep.targets.company.Change;
import dev.lockstep.targets.company.Company;
import dev.lockstep.targets.company.CompanyFiles;
import dev.lockstep.targets.company.HrDialect;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** What an administrator does, over the REST API. */
public final class Steps {
    public static final String APP = "pingboard";

    private Steps() {
    }

    public static void addPingboard(LockstepClient lockstep, URI tenantUrl, String token) {
        lockstep.post("/api/v1/apps", Map.of("template", "pingboard", "name", "Pingboard", "tenantUrl", tenantUrl.toString(), "secretToken", token));
    }

    /** Makes the sources and uploads the company's files; returns when the directory has taken them in. */
    public static void importCompany(LockstepClient lockstep, Company company, Path work) throws IOException {
        CompanyFiles.write(company, HrDialect.ENGLISH, work);
        lockstep.post("/api/v1/sources", HrDialect.ENGLISH.source("hr"));
        lockstep.post("/api/v1/sources", Map.of("id", "hr-groups", "kind", "csv", "objectType", "group"));
        lockstep.post("/api/v1/sources", Map.of("id", "hr-members", "kind", "csv", "objectType", "membership"));
        lockstep.post("/api/v1/sources", Map.of("id", "hr-events", "kind", "events", "objectType", "user"));
        upload(lockstep, "hr", work.resolve("hr-export.csv"));
        upload(lockstep, "hr-groups", work.resolve("groups.csv"));
        upload(lockstep, "hr-members", work.resolve("memberships.csv"));
    }

    private static void upload(LockstepClient lockstep, String source, Path file) throws IOException {
        String id = lockstep.upload("/api/v1/sources/" + source + "/files?mode=snapshot", file).path("uploadId").asString("");
        await().atMost(Duration.ofSeconds(60)).until(() -> {
            JsonNode upload = lockstep.get("/api/v1/sources/" + source + "/uploads/" + encoded(id));
            return upload.path("state").asString("").equals("done") && upload.path("rejectedCount").asInt(-1) == 0
                    && upload.path("applied").asLong() >= upload.path("accepted").asLong();
        });
    }

    public static void assign(LockstepClient lockstep, String type, String id) {
        lockstep.post("/api/v1/apps/" + APP + "/assignments", Map.of("principalType", type, "principalId", id));
    }

    public static void start(LockstepClient lockstep) {
        lockstep.post("/api/v1/apps/" + APP + "/job/start", Map.of());
    }

    public static JsonNode job(LockstepClient lockstep) {
        return lockstep.get("/api/v1/apps/" + APP + "/job");
    }

    public static void awaitSteady(LockstepClient lockstep, Duration limit) {
        await().atMost(limit).pollInterval(Duration.ofMillis(250)).until(() -> {
            JsonNode job = job(lockstep);
            return job.path("status").asString("").equals("steady") && job.path("idle").asBoolean();
        });
    }

    public static void post(LockstepClient lockstep, Change change) {
        JsonNode answer = lockstep.postText("/api/v1/sources/hr-events/events", "application/cloudevents+json", change.cloudEvent("hr-events", Instant.now()));
        if (answer.path("accepted").asInt() + answer.path("duplicates").asInt() != 1) {
            throw new IllegalStateException("the event was not accepted: " + answer);
        }
    }

    /** All activities with these filters, oldest last, following the cursor to the end. */
    public static List<JsonNode> activities(LockstepClient lockstep, String filters) {
        List<JsonNode> found = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = lockstep.get("/api/v1/activities?limit=500" + filters + (cursor.isEmpty() ? "" : "&cursor=" + encoded(cursor)));
            page.path("items").forEach(found::add);
            cursor = page.path("nextCursor").asString("");
        } while (!cursor.isEmpty());
        return found;
    }
}
