package dev.lockstep.kit.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing inside the network can be reached through a URL that somebody typed. */
class AddressPolicyTest {
    private static final InetAddress PUBLIC = InetAddress.ofLiteral("8.8.8.8");

    private static AddressPolicy policy(String... allowed) {
        return new AddressPolicy(List.of(allowed), host -> host.endsWith(".example") ? new InetAddress[] {PUBLIC} : InetAddress.getAllByName(host));
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.8.8.8", "0.0.0.0", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1", "100.64.0.1", "100.127.255.255",
        "169.254.169.254", "198.18.0.1", "198.19.255.255", "192.0.0.1", "192.0.2.1", "198.51.100.1", "203.0.113.1", "192.88.99.1", "224.0.0.1", "239.255.255.255",
        "240.0.0.1", "255.255.255.255", "::1", "::", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1", "fe80::1", "fec0::1", "fc00::1", "fd00:ec2::254",
        "ff02::1", "64:ff9b::7f00:1", "64:ff9b:1::1", "2002:7f00:1::", "2001::1", "2001:db8::1", "100::1", "5f00::1", "3fff::1"})
    void an_address_that_is_not_public_is_refused(String literal) {
        assertThat(AddressPolicy.isPublic(InetAddress.ofLiteral(literal))).isFalse();
        String host = literal.contains(":") ? "[" + literal + "]" : literal;
        assertThatThrownBy(() -> policy().resolve(host, false)).isInstanceOf(AddressPolicy.Refused.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"8.8.8.8", "1.1.1.1", "172.15.0.1", "172.32.0.1", "100.128.0.1", "2606:4700::1111", "2a00:1450::1"})
    void a_public_address_is_not_refused(String literal) {
        assertThat(AddressPolicy.isPublic(InetAddress.ofLiteral(literal))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://app.example/scim", "ftp://app.example", "https://app.example:8443/scim", "https://good@app.example/", "https://good@127.0.0.1",
        "https://app.example/#frag", "https://127.0.0.1#@good", "https://127.1/", "https://2130706433/", "https://0x7f.1/", "https://017700000001/",
        "https://0177.0.0.1/", "https://127.0.0.1./", "https://[fe80::1%25lo]/", "https://metadata.google.internal/", "https://METADATA.google.internal./",
        "https://localhost:9092/", "file:///etc/passwd", "https:///scim", "https://a_b..example/", "https://xn--.example-/"})
    void a_url_that_is_not_plain_is_refused(String url) {
        assertThat(policy().refusal(URI.create(url))).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://app.example/scim/v2", "https://App.Example./scim", "https://app.example:443/scim/?aadOptscim062020", "https://8.8.8.8/scim"})
    void an_ordinary_url_can_be_used(String url) {
        assertThat(policy().refusal(URI.create(url))).isEmpty();
    }

    @Test
    void what_the_operator_lists_is_permitted_with_any_port_and_plain_http() throws Exception {
        AddressPolicy listed = policy("127.0.0.0/8", "intranet.example", " ");

        assertThat(listed.refusal(URI.create("http://127.0.0.1:8080/scim"))).isEmpty();
        assertThat(listed.refusal(URI.create("http://localhost:8080/scim"))).isEmpty();
        assertThat(listed.refusal(URI.create("http://Intranet.example:8080/scim"))).isEmpty();
        assertThat(listed.resolve("127.0.0.1", true)).hasSize(1);
        assertThat(listed.refusal(URI.create("http://10.0.0.1/scim"))).isPresent();
        assertThat(listed.refusal(URI.create("http://127.1/scim"))).isPresent();
        assertThatThrownBy(() -> listed.resolve("10.0.0.1", false)).isInstanceOf(AddressPolicy.Refused.class);
        assertThatThrownBy(() -> listed.resolve("other.example", true)).isInstanceOf(AddressPolicy.Refused.class);
    }

    @Test
    void a_name_with_one_good_and_one_bad_address_is_refused() {
        AddressPolicy mixed = new AddressPolicy(List.of(), host -> new InetAddress[] {PUBLIC, InetAddress.ofLiteral("fd00::1")});

        assertThatThrownBy(() -> mixed.resolve("mixed.example", false)).isInstanceOf(AddressPolicy.Refused.class);
    }

    @Test
    void the_guard_says_nothing_about_what_resolves_where() {
        assertThatThrownBy(() -> policy().resolve("127.0.0.1", false)).isInstanceOf(UnknownHostException.class).hasMessage("address refused");
    }
}
