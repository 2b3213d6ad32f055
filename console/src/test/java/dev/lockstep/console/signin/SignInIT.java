package dev.lockstep.console.signin;

import static dev.lockstep.console.testing.TestConsole.get;
import static dev.lockstep.console.testing.TestConsole.send;
import static dev.lockstep.console.testing.TestConsole.token;
import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClients;
import dev.lockstep.console.testing.Browser;
import dev.lockstep.console.testing.Scene;
import dev.lockstep.console.testing.TestConsole;
import dev.lockstep.console.tokens.TokenText;
import dev.lockstep.kit.web.Role;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class SignInIT {
    private static final String SESSION = "lockstep-session";

    @BeforeEach
    void scene() {
        Scene.play("Pingboard");
    }

    @Test
    void a_session_cookie_is_out_of_reach_of_scripts_and_other_sites_and_stored_as_a_hash() {
        Browser browser = new Browser();
        browser.open("/sign-in");

        HttpResponse<String> answer = browser.post("/sign-in", Map.of("token", token(Role.ADMIN)));

        assertThat(answer.headers().allValues("Set-Cookie")).anySatisfy(cookie -> assertThat(cookie)
                .startsWith(SESSION + "=").contains("HttpOnly", "SameSite=Strict", "Path=/").doesNotContain("Domain"));
        try (var client = MongoClients.create(TestConsole.storeUri())) {
            var sessions = client.getDatabase("lockstep_console").getCollection("sessions");
            assertThat(sessions.find().map(d -> d.getString("_id"))).contains(TokenText.hash(browser.cookies().get(SESSION)));
            assertThat(sessions.find().map(org.bson.Document::toJson).into(new java.util.ArrayList<>()).toString())
                    .doesNotContain(browser.cookies().get(SESSION));
        }
    }

    @Test
    void a_planted_session_is_not_taken_over() {
        Browser victim = new Browser();
        victim.cookies().put(SESSION, TokenText.randomText());
        String planted = victim.cookies().get(SESSION);
        victim.open("/sign-in");

        victim.post("/sign-in", Map.of("token", token(Role.ADMIN)));

        assertThat(victim.cookies().get(SESSION)).isNotEqualTo(planted);
        assertThat(victim.open("/apps").statusCode()).isEqualTo(200);
        Browser attacker = new Browser();
        attacker.cookies().put(SESSION, planted);
        assertThat(attacker.open("/apps").statusCode()).isEqualTo(303);
    }

    @Test
    void a_person_comes_back_to_the_page_that_was_wanted_but_never_to_another_host() {
        Browser browser = new Browser();
        assertThat(browser.open("/activity?app=pingboard").headers().firstValue("Location")).hasValue("/sign-in?to=%2Factivity%3Fapp%3Dpingboard");
        assertThat(browser.open("/sign-in?to=%2Factivity%3Fapp%3Dpingboard").body()).contains("value=\"/activity?app=pingboard\"");
        assertThat(browser.post("/sign-in", Map.of("token", token(Role.ADMIN), "to", "/activity?app=pingboard")).headers().firstValue("Location"))
                .hasValue("/activity?app=pingboard");
        for (String evil : new String[] {"//evil.example", "https://evil.example", "/\\evil.example", "/sign-in?to=/x", "", "/a\r\nSet-Cookie: x=y"}) {
            assertThat(SignInFilter.localPath(evil)).as(evil).isEqualTo("/apps");
        }
    }

    @Test
    void a_wrong_token_opens_nothing_and_after_ten_the_door_stays_shut_for_a_while() {
        var limit = TestConsole.context().getBean(AttemptLimit.class);
        Browser browser = new Browser();
        browser.open("/sign-in");
        try {
            for (int i = 0; i < AttemptLimit.MOST; i++) {
                HttpResponse<String> refused = browser.post("/sign-in", Map.of("token", TokenText.generate()));
                assertThat(refused.headers().firstValue("Location")).hasValue("/sign-in?to=%2Fapps&refused");
                assertThat(browser.cookies()).doesNotContainKey(SESSION);
            }
            assertThat(browser.open("/sign-in?refused").body()).contains("This token is not valid.");
            assertThat(browser.post("/sign-in", Map.of("token", token(Role.ADMIN))).headers().firstValue("Location")).hasValue("/sign-in?to=%2Fapps&wait");
        } finally {
            limit.succeeded("127.0.0.1");
        }
    }

    @Test
    void a_source_token_opens_no_pages() {
        Browser browser = new Browser();
        browser.open("/sign-in");

        assertThat(browser.post("/sign-in", Map.of("token", token(Role.SOURCE))).headers().firstValue("Location")).hasValue("/sign-in?to=%2Fapps&source");
        TestConsole.context().getBean(AttemptLimit.class).succeeded("127.0.0.1");
    }

    @Test
    void signing_out_and_deleting_the_token_end_the_session() {
        Browser browser = Browser.signedIn(token(Role.OPERATOR));
        String cookie = browser.cookies().get(SESSION);
        browser.open("/apps");
        browser.post("/sign-out", Map.of());
        Browser thief = new Browser();
        thief.cookies().put(SESSION, cookie);
        assertThat(thief.open("/apps").statusCode()).isEqualTo(303);

        String admin = token(Role.ADMIN);
        var made = JsonMapper.shared().readTree(send("POST", "/api/v1/tokens", admin, "{\"name\":\"brief\",\"role\":\"operator\"}").body());
        Browser other = Browser.signedIn(made.path("token").stringValue());
        assertThat(other.open("/apps").statusCode()).isEqualTo(200);
        send("DELETE", "/api/v1/tokens/" + made.path("id").stringValue(), admin, null);
        assertThat(other.open("/apps").statusCode()).isEqualTo(303);
    }

    @Test
    void a_form_without_the_anti_forgery_token_or_from_another_site_changes_nothing() {
        Browser browser = Browser.signedIn(token(Role.OPERATOR));
        browser.open("/apps/pingboard");

        assertThat(browser.postWithoutForgeryToken("/apps/pingboard/job/pause", Map.of()).statusCode()).isEqualTo(403);
        assertThat(TestConsole.send(browser.request("/apps/pingboard/job/pause").header("Accept", "text/html").POST(HttpRequest.BodyPublishers.noBody())).body())
                .contains("<h1>Forbidden</h1>", "Load the page again");
        assertThat(browser.postWithoutForgeryToken("/apps/pingboard/job/pause", Map.of("_csrf", "guessed")).statusCode()).isEqualTo(403);
        assertThat(new Browser().postWithoutForgeryToken("/sign-in", Map.of("token", token(Role.ADMIN))).statusCode()).isEqualTo(403);
        HttpRequest.Builder foreign = browser.request("/apps/pingboard/job/pause").header("Sec-Fetch-Site", "cross-site")
                .header("Content-Type", "application/x-www-form-urlencoded").POST(HttpRequest.BodyPublishers.ofString(""));
        assertThat(TestConsole.send(foreign).statusCode()).isEqualTo(403);
        assertThat(TestConsole.stub(dev.lockstep.console.gateway.Service.MAPPING).asked()).noneMatch(asked -> asked.method().equals("POST"));
    }

    @Test
    void a_cookie_opens_no_api_route() {
        Browser browser = Browser.signedIn(token(Role.ADMIN));

        assertThat(browser.open("/api/v1/apps").statusCode()).isEqualTo(401);
        assertThat(browser.postWithoutForgeryToken("/api/v1/tokens", Map.of()).statusCode()).isEqualTo(401);
    }

    @Test
    void a_part_of_a_page_without_a_session_leads_the_whole_page_to_sign_in() {
        HttpResponse<String> answer = TestConsole.send(new Browser().request("/apps/live/list").header("HX-Request", "true"));

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("HX-Redirect")).hasValue("/sign-in");
    }

    @Test
    void browsers_are_told_to_run_and_frame_nothing_foreign() {
        Browser browser = Browser.signedIn(token(Role.ADMIN));
        for (String page : new String[] {"/sign-in", "/apps", "/apps/pingboard", "/activity", "/nowhere"}) {
            HttpResponse<String> answer = browser.open(page);
            assertThat(answer.headers().firstValue("Content-Security-Policy").orElse("")).as(page).startsWith("default-src 'none'; script-src 'self'; style-src 'self'")
                    .contains("frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'").doesNotContain("unsafe");
            assertThat(answer.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
            assertThat(answer.headers().firstValue("X-Frame-Options")).hasValue("DENY");
            assertThat(answer.headers().firstValue("Cache-Control").orElse("")).contains("no-store");
            assertThat(answer.headers().firstValue("Referrer-Policy")).hasValue("same-origin");
            assertThat(answer.body()).doesNotContainPattern("<script(?! src=\"/assets/)").doesNotContain("style=\"", "onclick", "javascript:", "https://unpkg", "//cdn");
        }
        HttpResponse<String> api = get("/api/v1/status", token(Role.ADMIN));
        assertThat(api.headers().firstValue("Content-Security-Policy")).hasValue("default-src 'none'; frame-ancestors 'none'");
        assertThat(api.headers().firstValue("Cache-Control").orElse("")).contains("no-store");
        assertThat(browser.open("/assets/htmx.min.js").body()).contains("htmx");
        assertThat(browser.open("/assets/../console.yml").statusCode()).isBetween(400, 404);
        assertThat(browser.open("/webjars/htmx.org/2.0.10/package.json").statusCode()).isEqualTo(404);
    }
}
