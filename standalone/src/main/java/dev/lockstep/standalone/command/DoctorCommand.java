package dev.lockstep.standalone.command;

import static dev.lockstep.standalone.client.LockstepClient.encoded;

import dev.lockstep.standalone.client.LockstepClient;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;
import tools.jackson.databind.JsonNode;

/** Checks a running installation; each failing line ends with what to do. */
@Command(name = "doctor", mixinStandardHelpOptions = true, description = "Checks a running installation and its applications.")
final class DoctorCommand implements Callable<Integer> {
    @ParentCommand
    @Nullable LockstepCommand lockstep;

    private boolean healthy = true;

    @Override
    public Integer call() {
        LockstepCommand parent = Objects.requireNonNull(lockstep);
        try (LockstepClient client = parent.client()) {
            check("console and services", () -> client.get("/actuator/health").path("status").asString("").equals("UP"),
                    "look at the log beside the data directory");
            check("token", () -> client.get("/api/v1/apps").has("items"), "give --token, or make one with: lockstep tokens add");
            for (JsonNode app : client.get("/api/v1/apps").path("items")) {
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
        return healthy ? 0 : 1;
    }

    private void check(String what, Supplier<Boolean> test, String remedy) {
        boolean ok;
        try {
            ok = test.get();
        } catch (LockstepClient.Refused | UncheckedIOException e) {
            ok = false;
        }
        healthy &= ok;
        System.out.println(ok ? "ok    " + what : "FAIL  " + what + " -> " + remedy);
    }
}
