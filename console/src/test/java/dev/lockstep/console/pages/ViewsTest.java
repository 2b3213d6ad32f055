package dev.lockstep.console.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

class ViewsTest {
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

    @ParameterizedTest
    @CsvSource({"2026-11-23T12:00:00Z,now", "2026-11-23T11:59:30Z,30 s ago", "2026-11-23T11:50:00Z,10 min ago", "2026-11-23T02:00:00Z,10 h ago", "2026-11-03T12:00:00Z,20 days ago",
            "2026-11-23T12:05:00Z,in 5 min", "2026-11-23T12:00:00.400Z,now"})
    void times_are_told_from_now_and_exactly_on_demand(String time, String relative) {
        When when = When.of(time, NOW);

        assertThat(when).isNotNull();
        assertThat(when.relative()).isEqualTo(relative);
        assertThat(when.exact()).endsWith(" UTC").startsWith(time.substring(0, 10));
        assertThat(When.of("yesterday", NOW)).isNull();
    }

    @Test
    void a_row_names_the_first_attributes_in_short() {
        ActivityRow row = ActivityRow.of(JsonMapper.shared().readTree("""
                {"id":"a","changes":[{"attribute":"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager"},{"attribute":"title"},{"attribute":"b"},{"attribute":"c"},{"attribute":"d"}]}"""), NOW);

        assertThat(row.attributes()).isEqualTo("manager, title, b, c and 1 more");
    }

    @Test
    void settings_say_in_words_what_is_not_limited_or_not_set() {
        SettingsView settings = SettingsView.of(JsonMapper.shared().readTree("{\"id\":\"ping\",\"limits\":{\"concurrency\":16,\"perSecond\":0},\"tenantUrl\":null}"), NOW);

        assertThat(settings.lines()).contains(new SettingsView.Line("Limits", "16 calls at once, any number of calls per second"),
                new SettingsView.Line("Tenant URL", "not set"), new SettingsView.Line("Secret token", "not set"));
    }

    @Test
    void settings_say_whether_groups_are_provisioned_and_how_that_is_changed() {
        SettingsView off = SettingsView.of(JsonMapper.shared().readTree("{\"id\":\"ping\",\"groupsEnabled\":false}"), NOW);
        SettingsView on = SettingsView.of(JsonMapper.shared().readTree("{\"id\":\"ping\",\"groupsEnabled\":true}"), NOW);

        assertThat(off.lines()).contains(new SettingsView.Line("Provision groups", "no, only users"));
        assertThat(off.groupsSwitch()).isEqualTo("PATCH /api/v1/apps/ping {\"groupsEnabled\": true}");
        assertThat(on.lines()).contains(new SettingsView.Line("Provision groups", "yes, with their direct members"));
        assertThat(on.groupsSwitch()).isEqualTo("PATCH /api/v1/apps/ping {\"groupsEnabled\": false}");
    }

    @Test
    void a_membership_is_shown_with_its_state_which_can_be_filtered_for() {
        AccountRow row = AccountRow.of(tools.jackson.databind.json.JsonMapper.shared().readTree("{\"objectId\":\"g1/p1\",\"state\":\"member\"}"), java.time.Instant.EPOCH);

        assertThat(row.tone()).isEqualTo("good");
        assertThat(AccountRow.STATES).contains(row.state());
    }
}
