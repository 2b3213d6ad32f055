package dev.lockstep.targets;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ScimSdkApplicationTest extends ProductConformance {

    @Override
    SampleApplication start() {
        return ScimSdkApplication.start(0, TOKEN);
    }

    @Test
    void a_stale_version_is_refused() throws Exception {
        String id = created("versioned");
        Scim.Reply read = scim.get("/Users/" + id);
        String version = read.raw().headers().firstValue("ETag").orElseThrow();
        String off = """
                {"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
                 "Operations":[{"op":"replace","path":"active","value":%s}]}""";
        assertThat(scim.send("PATCH", "/Users/" + id, off.formatted(false), "If-Match", version).status()).isEqualTo(200);
        assertThat(scim.send("PATCH", "/Users/" + id, off.formatted(true), "If-Match", version).status()).isEqualTo(412);
    }

    @Test
    void users_can_be_sorted() throws Exception {
        created("sort-b");
        created("sort-a");
        String sorted = scim.get("/Users?filter=userName%20sw%20%22sort-%22&sortBy=userName").text();
        assertThat(sorted.indexOf("sort-a")).isLessThan(sorted.indexOf("sort-b"));
    }
}
