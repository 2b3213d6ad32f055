package dev.lockstep.console.pages;

import static dev.lockstep.console.testing.TestConsole.send;
import static dev.lockstep.console.testing.TestConsole.stub;
import static dev.lockstep.console.testing.TestConsole.token;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.console.gateway.Service;
import dev.lockstep.console.testing.Browser;
import dev.lockstep.console.testing.Scene;
import dev.lockstep.console.testing.TestConsole;
import dev.lockstep.kit.web.Role;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PagesIT {
    @BeforeEach
    void scene() {
        Scene.play("Pingboard");
    }

    @Test
    void apps_show_status_progress_and_what_is_open() {
        HttpResponse<String> page = Browser.signedIn(token(Role.AUDITOR)).open("/apps");

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("Pingboard", "Initial sync", "64 %", "6,132 of 9,480", "about 9 s left", "412/s", "In lockstep", "Quarantined",
                "The target refuses the secret token.", "Off", "hx-get=\"/apps/live/list\"");
    }

    @Test
    void one_app_shows_its_job_accounts_activity_settings_and_mappings() {
        String page = Browser.signedIn(token(Role.OPERATOR)).open("/apps/pingboard").body();

        assertThat(page).contains("Pause provisioning", "person3@example.com", "waiting for a reference", "https://pingboard.example.com/scim/v2", "fingerprint 9f2c61d0",
                "[userPrincipalName]", "Finds existing accounts by <code>userName</code>", "All activity of this app", "Restart Pingboard", "delete the account");
    }

    @Test
    void an_auditor_sees_no_buttons_and_cannot_use_them_either() {
        Browser auditor = Browser.signedIn(token(Role.AUDITOR));

        assertThat(auditor.open("/apps/pingboard").body()).doesNotContain("Pause provisioning", "Restart Pingboard");
        assertThat(auditor.post("/apps/pingboard/job/pause", Map.of()).statusCode()).isEqualTo(403);
    }

    @Test
    void everybody_sees_whether_groups_are_provisioned_and_an_admin_how_to_change_it() {
        String change = "PATCH /api/v1/apps/pingboard {&quot;groupsEnabled&quot;: true}";

        assertThat(Browser.signedIn(token(Role.AUDITOR)).open("/apps/pingboard").body()).contains("Provision groups", "no, only users").doesNotContain("groups-hint", change);
        assertThat(Browser.signedIn(token(Role.OPERATOR)).open("/apps/pingboard").body()).contains("Provision groups").doesNotContain("groups-hint", change);
        assertThat(Browser.signedIn(token(Role.ADMIN)).open("/apps/pingboard").body()).contains("groups-hint", "To provision groups too", change);
    }

    @Test
    void a_button_steers_the_job_in_the_persons_name_and_a_refusal_is_a_page() {
        stub(Service.MAPPING).on("POST /api/v1/apps/pingboard/job/pause", 202, "{}").on("POST /api/v1/apps/pingboard/job/start", 409,
                "{\"code\":\"no-credentials\",\"detail\":\"The app has no secret token.\",\"next\":\"Set one.\"}");
        Browser operator = Browser.signedIn(token(Role.OPERATOR));
        operator.open("/apps/pingboard");

        assertThat(operator.post("/apps/pingboard/job/pause", Map.of()).headers().firstValue("Location").orElseThrow()).endsWith("/apps/pingboard");
        HttpResponse<String> refused = operator.post("/apps/pingboard/job/start", Map.of());
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(refused.body()).contains("The app has no secret token.", "Set one.", "Request id");
    }

    @Test
    void activity_keeps_its_filters_in_the_address_and_passes_them_on() {
        Browser auditor = Browser.signedIn(token(Role.AUDITOR));

        String page = auditor.open("/activity?app=pingboard&status=failure&q=two%20words").body();

        assertThat(stub(Service.AUDIT).asked().getLast().target()).isEqualTo("/api/v1/activities?app=pingboard&status=failure&q=two%20words&limit=50");
        assertThat(page).contains("value=\"two words\"", "<option value=\"failure\" selected=\"selected\">", "/activity?app=pingboard&amp;status=failure&amp;q=two%20words&amp;cursor=next-1",
                "hx-get=\"/activity/live/list?app=pingboard&amp;status=failure&amp;q=two%20words\"");
        assertThat(auditor.open("/activity?live=off").body()).doesNotContain("hx-trigger").contains("Live refresh off");
    }

    @Test
    void one_activity_shows_steps_before_and_after_http_and_all_of_it_raw() {
        String page = Browser.signedIn(token(Role.AUDITOR)).open("/activity/act-2").body();

        assertThat(page).contains("uniqueness", "Found by userName.", "<del>Engineer</del>", "<ins>Staff Engineer</ins>", "removed", "added", "changed", "PATCH → 409 in 83 ms",
                "hr/evt-2", "&quot;latencyMs&quot; : 152");
    }

    @Test
    void a_service_that_is_away_takes_only_its_part_of_a_page_with_it() {
        stub(Service.AUDIT).on("GET /api/v1/activities", exchange -> exchange.close());

        HttpResponse<String> page = Browser.signedIn(token(Role.OPERATOR)).open("/apps/pingboard");

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("The audit service does not answer.", "Pause provisioning", "person3@example.com");
    }

    @Test
    void empty_pages_tell_the_next_step_and_unknown_ones_say_so() {
        stub(Service.MAPPING).on("GET /api/v1/apps", 200, "{\"items\":[],\"nextCursor\":null}");
        stub(Service.AUDIT).on("GET /api/v1/activities", 200, "{\"items\":[],\"nextCursor\":null}");
        Browser admin = Browser.signedIn(token(Role.ADMIN));

        assertThat(admin.open("/apps").body()).contains("No app yet", "lockstep apps add");
        assertThat(admin.open("/activity").body()).contains("Nothing has happened yet");
        assertThat(admin.open("/activity?q=x").body()).contains("Nothing matches these filters");
        assertThat(admin.open("/apps/unknown").statusCode()).isEqualTo(404);
        HttpResponse<String> nowhere = admin.open("/nowhere");
        assertThat(nowhere.statusCode()).isEqualTo(404);
        assertThat(nowhere.body()).contains("There is no such page");
    }

    @Test
    void a_token_for_one_app_shows_that_app_only() {
        Browser limited = Browser.signedIn(token(Role.OPERATOR, "pingboard"));

        assertThat(limited.open("/apps").body()).contains("Pingboard").doesNotContain("Slack");
        assertThat(limited.open("/apps/slack").statusCode()).isEqualTo(403);
        assertThat(limited.open("/activity").body()).contains("limited to some apps");
        assertThat(limited.open("/activity/act-1").statusCode()).isEqualTo(200);
    }

    @Test
    void pages_need_a_session_and_a_bearer_is_none() {
        TestConsole.resetStubs();
        for (String page : new String[] {"/", "/apps", "/apps/pingboard", "/apps/live/list", "/activity", "/activity/act-1", "/nowhere"}) {
            assertThat(send("GET", page, null, null).statusCode()).as(page).isEqualTo(303);
            assertThat(send("GET", page, token(Role.ADMIN), null).statusCode()).as(page).isEqualTo(303);
        }
        assertThat(stub(Service.MAPPING).asked()).isEmpty();
    }
}
