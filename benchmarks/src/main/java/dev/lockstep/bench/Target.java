package dev.lockstep.bench;

import dev.lockstep.targets.Accounts;
import dev.lockstep.targets.ChildProcess;
import dev.lockstep.targets.ScimSdkApplication;
import dev.lockstep.targets.ScimStub;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** An application to provision into, in a process of its own. */
final class Target implements AutoCloseable {

    static final String TOKEN = "bench-token";

    /** Which server it is. */
    enum Make {
        /** Ours, as cheap as can be, with a chosen delay before each answer. */
        STUB("ScimStub (ours)"),
        /** A real one. */
        SCIM_SDK("SCIM-SDK server");

        private final String title;

        Make(String title) {
            this.title = title;
        }

        String title() {
            return title;
        }
    }

    private final Make make;
    private final ChildProcess process;

    private Target(Make make, ChildProcess process) {
        this.make = make;
        this.process = process;
    }

    static Target start(Make make) {
        return new Target(make, ChildProcess.start(switch (make) {
            case STUB -> ScimStub.class;
            case SCIM_SDK -> ScimSdkApplication.class;
        }, "--port", "0", "--token", TOKEN));
    }

    URI tenantUrl() {
        return process.baseUrl();
    }

    long cpuMillis() {
        return Machine.cpuMillis(process.handle());
    }

    /** Has each further answer of the stub wait so long. */
    void delay(int milliseconds) {
        if (make == Make.STUB) {
            control("POST", "/control/delay?ms=" + milliseconds);
        }
    }

    /** The accounts as the server lists them. */
    List<JsonNode> accounts() {
        try (var accounts = new Accounts(tenantUrl(), TOKEN)) {
            Accounts.Listing listing = accounts.users();
            if (!listing.duplicates().isEmpty()) {
                throw new IllegalStateException("the target has " + listing.duplicates().size() + " duplicate accounts");
            }
            return List.copyOf(listing.byName().values());
        }
    }

    /** Removes all accounts; the server stays as warm as it is. */
    void empty() {
        switch (make) {
            case STUB -> control("DELETE", "/control/users");
            case SCIM_SDK -> {
                List<String> ids = accounts().stream().map(account -> account.path("id").asString()).toList();
                try (var http = new Http(tenantUrl(), TOKEN, 16)) {
                    Fleet.run(16, ids.size(), i -> http.delete("/Users/" + ids.get(i)));
                }
            }
        }
    }

    /** An account's body as a client would post it: without what the server added. */
    static Account toPost(JsonNode listed) {
        ObjectNode body = ((ObjectNode) listed).deepCopy();
        body.remove("id");
        body.remove("meta");
        return new Account(body.path("userName").asString(), JsonMapper.shared().writeValueAsString(body).getBytes(StandardCharsets.UTF_8));
    }

    record Account(String userName, byte[] body) {
    }

    @Override
    public void close() {
        process.close();
    }

    private void control(String method, String path) {
        try (var http = new Http(tenantUrl().resolve("/"), TOKEN, 1)) {
            Http.Answer answer = http.send(method, path, "application/json", null);
            if (answer.status() != 204) {
                throw new IllegalStateException("the stub refused " + path + ": " + answer.status());
            }
        }
    }
}
