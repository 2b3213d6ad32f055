package dev.lockstep.console.signin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.console.tokens.TokenText;
import jakarta.servlet.http.Cookie;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class SessionCookieTest {
    @Test
    void over_https_the_cookie_is_bound_to_this_host() {
        MockHttpServletRequest request = new MockHttpServletRequest();
        request.setSecure(true);
        MockHttpServletResponse response = new MockHttpServletResponse();
        String value = TokenText.randomText();

        SessionCookie.write(request, response, value);

        assertThat(response.getHeader("Set-Cookie")).startsWith("__Host-lockstep-session=" + value).contains("Secure", "HttpOnly", "SameSite=Strict", "Path=/")
                .doesNotContain("Domain");
        request.setCookies(new Cookie("lockstep-session", value));
        assertThat(SessionCookie.read(request)).as("a cookie without the prefix counts only without https").isNull();
        request.setCookies(new Cookie("__Host-lockstep-session", value));
        assertThat(SessionCookie.read(request)).isEqualTo(value);
    }
}
