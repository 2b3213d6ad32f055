package dev.lockstep.standalone.command;

import static dev.lockstep.standalone.client.LockstepClient.encoded;

import dev.lockstep.standalone.client.LockstepClient;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Checks a running installation; each failing line ends with what to do. */
@Command(name = "doctor", mixinStandardHelpOptions = true, description = "Checks a running installation and its applications.")
final class DoctorCommand implements Callable<Integer> {
    @ParentCommand
    @Nullable LockstepCommand lockstep;

    private final List<Check> checks = new ArrayList<>();

    /** @param remedy what to do when it is not ok */
    private record Check(String name, boolean ok, @Nullable String remedy) {
    }

    private record Report(boolean healthy, List<Check> checks) {
    }

    @Override
    public Integer call() {
        LockstepCommand parent = Objects.requireNonNull(lockstep);
        try (LockstepClient client = parent.client()) {
            check("console and services", () -> client.get("/actuator/health").path("status").asString("").equals("UP"),
                    "look at the log beside the data directory");
            boolean admitted = check("token", () -> client.get("/api/v1/apps").has("items"), "give --token, or make one with: lockstep tokens add");
            // Without an answer there are no apps to look at, and the report says why.
            for (JsonNode app : admitted ? client.get("/api/v1/apps").path("items") : JsonMapper.shared().createArrayNode()) {
                String id = app.path("id").asString("");
                if (app.path("credentials").path("set").asBoolean()) {
                    check("connection of " + id, () -> client.post("/api/v1/apps/" + encoded(id) + "/connection-test", Map.of()).path("ok").asBoolean(),
                            "lockstep apps test " + id);
                }
                JsonNode job = client.get("/api/v1/apps/" + encoded(id) + "/job");
                check("job of " + id + " (" + job.path("status").asString("") + ")", () -> !job.path("status").asString("").equals("quarantined"),
                        job.path("reason").path("message").asString("lockstep apps job " + id));
            }
        }
        boolean healthy = checks.stream().allMatch(Check::ok);
        if (parent.output == LockstepCommand.Output.json) {
            Answers.print(parent.output, JsonMapper.shared().valueToTree(new Report(healthy, checks)));
        }
        return healthy ? 0 : 1;
    }

    private boolean check(String what, Supplier<Boolean> test, String remedy) {
        boolean ok;
        try {
            ok = test.get();
        } catch (LockstepClient.Refused | UncheckedIOException e) {
            ok = false;
        }
        checks.add(new Check(what, ok, ok ? null : remedy));
        if (Objects.requireNonNull(lockstep).output == LockstepCommand.Output.table) {
            System.out.println(ok ? "ok    " + what : "FAIL  " + what + " -> " + remedy);
        }
        return ok;
    }
}
