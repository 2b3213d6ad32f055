package dev.lockstep.standalone.command;

import static dev.lockstep.standalone.client.LockstepClient.encoded;

import dev.lockstep.standalone.client.LockstepClient;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Applications and their jobs. */
@Command(name = "apps", mixinStandardHelpOptions = true, description = "Lists applications; adds, tests, starts and pauses them.")
final class AppsCommand implements Runnable {
    @ParentCommand
    @Nullable LockstepCommand lockstep;

    private LockstepCommand lockstep() {
        if (lockstep == null) {
            throw new IllegalStateException("this command runs below lockstep");
        }
        return lockstep;
    }

    @Override
    public void run() {
        try (LockstepClient client = lockstep().client()) {
            Answers.print(lockstep().output, client.get("/api/v1/apps"), "id", "name", "template", "tenantUrl", "scope", "provisioningMode");
        }
    }

    @Command(name = "gallery", description = "Lists the templates.")
    void gallery() {
        try (LockstepClient client = lockstep().client()) {
            Answers.print(lockstep().output, client.get("/api/v1/gallery"), "id", "name", "description");
        }
    }

    @Command(name = "add", description = "Adds an application; the secret token is read from standard input.")
    void add(@Option(names = "--template", defaultValue = "scim") String template, @Option(names = "--name", required = true) String name,
            @Option(names = "--url", required = true) String url) throws IOException {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("template", template);
        body.put("name", name);
        body.put("tenantUrl", url);
        body.put("secretToken", new BufferedReader(new InputStreamReader(System.in)).readLine());
        try (LockstepClient client = lockstep().client()) {
            Answers.print(lockstep().output, client.post("/api/v1/apps", body), "id", "name", "template", "tenantUrl");
        }
    }

    @Command(name = "test", description = "Tests the saved connection.")
    void test(@Parameters(paramLabel = "APP") String app) {
        try (LockstepClient client = lockstep().client()) {
            Answers.print(lockstep().output, client.post(path(app, "/connection-test"), Map.of()).path("checks"), "name", "ok", "code", "message", "hint");
        }
    }

    @Command(name = "job", description = "Shows the job.")
    void job(@Parameters(paramLabel = "APP") String app) {
        try (LockstepClient client = lockstep().client()) {
            Answers.print(lockstep().output, client.get(path(app, "/job")), JOB);
        }
    }

    @Command(name = "start", description = "Starts or resumes provisioning.")
    void start(@Parameters(paramLabel = "APP") String app) {
        turn(app, "start");
    }

    @Command(name = "pause", description = "Pauses provisioning; changes wait.")
    void pause(@Parameters(paramLabel = "APP") String app) {
        turn(app, "pause");
    }

    @Command(name = "restart", description = "Evaluates everybody again.")
    void restart(@Parameters(paramLabel = "APP") String app) {
        turn(app, "restart");
    }

    private static final String[] JOB = {"status", "progress/done", "progress/total", "progress/failed", "progress/perSecond", "idle", "caughtUpTo"};

    private void turn(String app, String verb) {
        try (LockstepClient client = lockstep().client()) {
            Answers.print(lockstep().output, client.post(path(app, "/job/" + verb), Map.of()), JOB);
        }
    }

    private static String path(String app, String rest) {
        return "/api/v1/apps/" + encoded(app) + rest;
    }
}
