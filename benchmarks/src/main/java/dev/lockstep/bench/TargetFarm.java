package dev.lockstep.bench;

import dev.lockstep.bench.target.Applications;
import dev.lockstep.bench.target.Call;
import dev.lockstep.bench.target.Conduct;
import dev.lockstep.targets.ChildProcess;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Applications to provision into, all in one process apart from the load, see {@link Applications}. */
final class TargetFarm implements AutoCloseable {

    private final ChildProcess process;
    private final Http control;

    private TargetFarm(ChildProcess process) {
        this.process = process;
        this.control = new Http(process.baseUrl(), Target.TOKEN, 2);
    }

    static TargetFarm start() {
        return new TargetFarm(ChildProcess.start(Applications.class, Target.TOKEN));
    }

    /** Opens an application. */
    Plot open(String name, Conduct conduct) {
        return new Plot(name, URI.create(behave(name, conduct).path("tenantUrl").asString()));
    }

    long cpuMillis() {
        return Machine.cpuMillis(process.handle());
    }

    @Override
    public void close() {
        control.close();
        process.close();
    }

    private JsonNode behave(String name, Conduct conduct) {
        Http.Answer answer = control.send("PUT", "/" + name, "application/json", JsonMapper.shared().writeValueAsBytes(conduct));
        if (answer.status() != 200) {
            throw new IllegalStateException("the targets refused a conduct: " + answer.status());
        }
        return JsonMapper.shared().readTree(answer.body());
    }

    /** One application of the farm; closing it forgets its accounts. */
    final class Plot implements AutoCloseable {

        private final String name;
        private final URI tenantUrl;
        private final List<Call> calls = new ArrayList<>();

        private Plot(String name, URI tenantUrl) {
            this.name = name;
            this.tenantUrl = tenantUrl;
        }

        URI tenantUrl() {
            return tenantUrl;
        }

        void behave(Conduct conduct) {
            TargetFarm.this.behave(name, conduct);
        }

        int accounts(Conduct conduct) {
            return TargetFarm.this.behave(name, conduct).path("accounts").asInt();
        }

        /** All calls so far, in the order in which they ended. */
        synchronized List<Call> calls() {
            Http.Answer answer = control.get("/" + name + "?from=" + calls.size());
            if (answer.status() != 200) {
                throw new IllegalStateException("the targets keep no journal of " + name);
            }
            answer.text().lines().filter(line -> !line.isEmpty()).map(Call::parse).forEach(calls::add);
            return List.copyOf(calls);
        }

        @Override
        public void close() {
            control.delete("/" + name);
        }
    }
}
