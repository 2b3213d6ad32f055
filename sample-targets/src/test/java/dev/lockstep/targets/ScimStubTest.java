package dev.lockstep.targets;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;

class ScimStubTest extends ApplicationConformance {

    @Override
    SampleApplication start() {
        return ScimStub.start(0, TOKEN, 0);
    }

    @Test
    void the_bench_empties_it_between_runs() throws Exception {
        try (ScimStub stub = ScimStub.start(0, TOKEN, 0)) {
            Scim users = new Scim(stub.baseUrl(), TOKEN);
            Scim control = new Scim(URI.create("http://127.0.0.1:" + stub.baseUrl().getPort()), TOKEN);
            assertThat(users.post("/Users", Scim.user("gone")).status()).isEqualTo(201);
            assertThat(stub.size()).isEqualTo(1);
            assertThat(control.send("DELETE", "/control/users", "").status()).isEqualTo(204);
            assertThat(stub.size()).isZero();

            assertThat(control.post("/control/delay?ms=50", "").status()).isEqualTo(204);
            long before = System.nanoTime();
            users.get("/Users");
            assertThat(System.nanoTime() - before).isGreaterThanOrEqualTo(50_000_000L);
        }
    }
}
