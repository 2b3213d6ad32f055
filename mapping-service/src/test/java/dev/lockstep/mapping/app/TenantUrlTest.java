package dev.lockstep.mapping.app;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TenantUrlTest {
    @ParameterizedTest
    @ValueSource(strings = {"ftp://x", "https:///scim", "x", "https://u:p@x/scim", "https://x/#a", "https://x y", ""})
    void an_address_that_cannot_be_a_scim_base_is_refused(String url) {
        assertThat(TenantUrl.problem(url)).isPresent();
    }

    @Test
    void a_secret_stays_with_scheme_host_and_port() {
        assertThat(TenantUrl.problem("https://acme.example/scim/v2")).isEmpty();
        assertThat(TenantUrl.sameOrigin("https://acme.example/scim", "https://ACME.example:443/other")).isTrue();
        assertThat(TenantUrl.sameOrigin("https://acme.example", "http://acme.example")).isFalse();
        assertThat(TenantUrl.sameOrigin("https://acme.example", "https://acme.example:8443")).isFalse();
        assertThat(TenantUrl.sameOrigin("https://acme.example", "https://acme.example.evil")).isFalse();
    }
}
