package dev.lockstep.console.pages;

import static dev.lockstep.console.testing.TestConsole.stub;
import static dev.lockstep.console.testing.TestConsole.token;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.console.gateway.Service;
import dev.lockstep.console.testing.Browser;
import dev.lockstep.console.testing.Scene;
import dev.lockstep.console.testing.StubService;
import dev.lockstep.kit.web.Role;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MappingPagesIT {
    private static final String PAGE = "/apps/pingboard/mappings";
    private static final String SCHEMA = "/api/v1/apps/pingboard/schema";

    @BeforeEach
    void scene() {
        Scene.play("Pingboard");
        stub(Service.MAPPING).on("GET " + SCHEMA + "/versions", 200, """
                {"items":[{"version":2,"savedBy":"token:ann","savedAt":"2026-11-23T12:00:00Z","comment":"Titles <b>up</b>","current":true},
                 {"version":1,"savedBy":"token:bob","savedAt":"2026-11-22T12:00:00Z","comment":null,"current":false}],"nextCursor":null}""");
        noDraft();
    }

    private static void noDraft() {
        stub(Service.MAPPING).on("GET " + SCHEMA + "/draft/report", 404, "{\"code\":\"not-found\",\"detail\":\"The draft does not exist.\",\"next\":\"Save one.\"}");
    }

    private static StubService aDraft(String state) {
        return stub(Service.MAPPING).on("GET " + SCHEMA + "/draft/report", 200, """
                {"app":"pingboard","state":"%s","draftId":"d2","savedBy":"token:ann","savedAt":"2026-11-23T12:00:00Z","comment":"try","publishedVersion":2,
                 "progress":{"walked":1500,"total":3000},"live":7,"counts":{"changes":1204,"enters":2,"leaves":3,"stays":0,"failing":1},
                 "byAttribute":[{"attribute":"title","accounts":1204}],"failuresByAttribute":[],
                 "accounts":{"items":[{"objectId":"hr-1","userName":"ada@example.com","kind":"changes","changes":[{"attribute":"title","effect":"set","before":"Engineer","after":"ENGINEER"},
                  {"attribute":"nickName","effect":"release","before":"Ada","after":null}],"failures":[{"targetAttribute":"locale","message":"No such locale."}],"live":false}],"nextCursor":"c-9"}}"""
                .formatted(state));
    }

    @Test
    void mappings_show_what_counts_who_is_in_scope_and_every_version() {
        stub(Service.MAPPING).on("GET " + SCHEMA, 200, """
                {"version":"v2","synchronizationRules":[{"objectMappings":[{"enabled":true,"name":"Provision Users","sourceObjectName":"User","targetObjectName":"User","flowTypes":"Add,Update",
                 "scope":{"groups":[{"name":"Nordics","clauses":[{"sourceOperandName":"country","operatorName":"EQUALS","targetOperand":{"values":["NO"]}},{"sourceOperandName":"mail","operatorName":"IS NOT NULL","targetOperand":{"values":[]}}]},
                  {"name":"Pilot","clauses":[{"sourceOperandName":"pilot","operatorName":"IS TRUE","targetOperand":null}]}]},
                 "attributeMappings":[{"targetAttributeName":"userName","flowType":"Always","matchingPriority":1,"source":{"expression":"[userPrincipalName]"}},
                  {"targetAttributeName":"nickName","flowType":"ObjectAddOnly","flowNullValues":true,"defaultValue":"none","matchingPriority":0,"source":{"expression":"ToLower([givenName])"}}]}]}]}""");

        String page = Browser.signedIn(token(Role.AUDITOR)).open(PAGE).body();

        assertThat(page).contains("Nordics", "country EQUALS NO", " and mail IS NOT NULL", "Pilot", "pilot IS TRUE", "Add, Update", "ToLower([givenName])", "when created",
                "default none, cleared when the source has no value", "Titles &lt;b&gt;up&lt;/b&gt;", "with the one before", "There is no draft");
        assertThat(page).as("an auditor changes nothing").doesNotContain("Save as draft", "Roll back");
    }

    @Test
    void one_user_is_previewed_with_where_each_value_comes_from() {
        StubService mapping = stub(Service.MAPPING).on("POST " + SCHEMA + "/preview", 200, """
                {"basis":"published","objectId":"hr-1","scope":{"inScope":false,"reason":"filteredOut","detail":"the user does not pass the scoping filter","filters":[{"text":"Nordics: country EQUALS NO","met":false}]},
                 "account":"none","userName":"ada","attributes":[{"target":"title","kind":"expression","source":"ToUpper([jobTitle])","inputs":{"jobTitle":"Engineer","x":null},"outcome":"flows","value":"ENGINEER","error":null},
                 {"target":"locale","kind":"expression","source":"Mid([l], 0, 1)","inputs":{},"outcome":"failed","value":null,"error":{"message":"The start must be at least 1.\\nMid([l], 0, 1)\\n          ^"}}],"matching":[]}""");

        String page = Browser.signedIn(token(Role.AUDITOR)).open(PAGE + "?user=hr-1").body();

        assertThat(page).contains("Not in scope: the user does not pass the scoping filter.", "does not hold", "ENGINEER", "jobTitle = Engineer", "x = no value", "The start must be at least 1.");
        assertThat(mapping.asked()).anySatisfy(asked -> assertThat(asked.target()).isEqualTo(SCHEMA + "/preview"));
    }

    @Test
    void a_draft_shows_its_report_and_refreshes_while_it_runs() {
        aDraft("running");

        String page = Browser.signedIn(token(Role.AUDITOR)).open(PAGE).body();

        assertThat(page).contains("Comparing", "1,500 of 3,000 users compared", "50 %", "1,204", "ada@example.com", "<del>Engineer</del>", "<ins>ENGINEER</ins>", "no longer written",
                "locale: No such locale.", "hx-get=\"/apps/pingboard/mappings/live/draft\"", "cursor=c-9").doesNotContain("Publish the draft");
        aDraft("complete");
        assertThat(Browser.signedIn(token(Role.ADMIN)).open(PAGE).body()).contains("Compared with everybody", "Publish the draft", "Discard it").doesNotContain("live/draft");
        assertThat(Browser.signedIn(token(Role.AUDITOR)).open(PAGE + "/draft?kind=leaves").body()).contains("What the draft would change", "Only: <strong>leaves</strong>");
        assertThat(stub(Service.MAPPING).asked().getLast().target()).isIn(SCHEMA + "/draft/report?kind=leaves&limit=25", "/api/v1/apps/pingboard");
    }

    @Test
    void an_administrator_rolls_back_after_seeing_whom_it_concerns_and_nobody_else_can() {
        StubService mapping = stub(Service.MAPPING)
                .on("GET " + SCHEMA + "/diff", 200, """
                {"from":"current","to":"1","differences":[{"part":"mapping","change":"changed","object":"User","name":"title","before":"[department]","after":"[jobTitle]"}]}""")
                .on("GET " + SCHEMA + "/versions/1", 200, "{\"version\":{\"version\":1},\"schema\":{\"synchronizationRules\":[]}}")
                .on("PUT " + SCHEMA, 200, "{\"valid\":true,\"lockstep\":{\"changed\":true,\"version\":3,\"reevaluation\":{\"needed\":true,\"users\":1204,\"entering\":0,\"leaving\":7}}}")
                .on("POST " + SCHEMA + "/versions/1/rollback", 200, "{}");
        Browser admin = Browser.signedIn(token(Role.ADMIN));

        assertThat(admin.open(PAGE + "?from=current&to=1").body()).contains("<del>[department]</del>", "<ins>[jobTitle]</ins>",
                "Everybody concerned is decided again: 1,204 users in scope before or after, 0 would enter and 7 would leave scope.", "Roll back to version 1");
        assertThat(admin.post(PAGE + "/versions/1/rollback", Map.of()).headers().firstValue("Location").orElseThrow()).endsWith(PAGE);
        assertThat(mapping.asked()).anySatisfy(asked -> assertThat(asked.target()).isEqualTo(SCHEMA + "/versions/1/rollback"));

        Browser auditor = Browser.signedIn(token(Role.AUDITOR));
        assertThat(auditor.open(PAGE + "?from=current&to=1").body()).contains("<ins>[jobTitle]</ins>").doesNotContain("Roll back to");
        for (String post : new String[] {"/versions/1/rollback", "/draft", "/draft/publish", "/draft/discard"}) {
            assertThat(auditor.post(PAGE + post, Map.of("document", "{}")).statusCode()).as(post).isEqualTo(403);
        }
    }

    @Test
    void a_refused_draft_comes_back_with_every_problem_and_the_text() {
        stub(Service.MAPPING).on("PUT " + SCHEMA + "/draft", 400, """
                {"code":"invalid","detail":"The schema cannot be used.","next":"Correct it.","errors":[{"pointer":"/synchronizationRules/0","code":"unknown-function","message":"There is no function Jion.\\nJion([a])\\n^^^^"}]}""");
        Browser admin = Browser.signedIn(token(Role.ADMIN));
        admin.open(PAGE);

        HttpResponse<String> refused = admin.post(PAGE + "/draft", Map.of("document", "{\"mine\": 1}"));

        assertThat(refused.body()).contains("Nothing was saved.", "/synchronizationRules/0", "There is no function Jion.", "^^^^", "{&quot;mine&quot;: 1}");
        assertThat(admin.post(PAGE + "/draft", Map.of("document", "no json")).body()).contains("The text is no JSON document.");
        stub(Service.MAPPING).on("PUT " + SCHEMA + "/draft", 200, "{}").on("POST " + SCHEMA + "/draft/publish", 200, "{}").on("DELETE " + SCHEMA + "/draft", 204, "");
        for (String post : new String[] {"/draft", "/draft/publish", "/draft/discard"}) {
            assertThat(admin.post(PAGE + post, Map.of("document", "{}")).statusCode()).as(post).isEqualTo(302);
        }
    }
}
