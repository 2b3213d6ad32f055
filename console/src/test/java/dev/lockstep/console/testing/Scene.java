package dev.lockstep.console.testing;

import static dev.lockstep.console.testing.TestConsole.stub;

import dev.lockstep.console.gateway.Service;
import java.time.Instant;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** An installation with some apps, accounts and activities, as the stubs tell it. */
public final class Scene {
    private Scene() {
    }

    /** @param name shown wherever a person or an app is named */
    public static void play(String name) {
        TestConsole.resetStubs();
        String quoted = quote(name);
        stub(Service.MAPPING)
                .on("GET /api/v1/apps", 200, "{\"items\":[" + app("pingboard", quoted) + "," + app("slack", "\"Slack\"") + "," + app("zoom", "\"Zoom\"") + ","
                        + app("figma", "\"Figma\"") + "],\"nextCursor\":null}")
                .on("GET /api/v1/apps/pingboard", 200, app("pingboard", quoted))
                .on("GET /api/v1/apps/pingboard/schema", 200, schema(quoted))
                .on("GET /api/v1/apps/pingboard/schema/versions", 200, versions(quoted))
                .on("GET /api/v1/apps/pingboard/schema/diff", 200, "{\"differences\":[{\"part\":\"mapping\",\"change\":\"changed\",\"object\":\"User\",\"name\":%1$s,\"before\":%1$s,\"after\":%1$s}]}".formatted(quoted))
                .on("GET /api/v1/apps/pingboard/schema/draft/report", 200, report(quoted))
                .on("POST /api/v1/apps/pingboard/schema/preview", 200, preview(quoted))
                .on("GET /internal/apps/pingboard/job", 200, job("initialSync", 9_480))
                .on("GET /internal/apps/slack/job", 200, job("initialSync", 1_204))
                .on("GET /internal/apps/zoom/job", 200, job("initialSync", 1_204))
                .on("GET /internal/apps/figma/job", 200, "{\"status\":\"off\",\"syncId\":null,\"total\":0,\"totalKnown\":false,\"evaluated\":false,\"backlog\":{\"directory\":0}}");
        stub(Service.WRITER)
                .on("GET /internal/apps/pingboard/progress", 200, progress(6_132, 9_480, 4, false, 412.4, "null"))
                .on("GET /internal/apps/slack/progress", 200, progress(1_204, 1_204, 0, true, 0.4, "null"))
                .on("GET /internal/apps/zoom/progress", 200, progress(311, 1_204, 12, false, 0, "{\"code\":\"unauthorized\",\"message\":\"The target refuses the secret token.\",\"since\":\"2026-11-23T12:00:00Z\"}"))
                .on("GET /api/v1/accounts", 200, accounts(quoted));
        stub(Service.AUDIT)
                .on("GET /api/v1/activities", 200, "{\"items\":[" + IntStream.range(0, 12).mapToObj(n -> activity(n, quoted)).collect(Collectors.joining(",")) + "],\"nextCursor\":\"next-1\"}")
                .on("GET /api/v1/activities/act-1", 200, activity(1, quoted))
                .on("GET /api/v1/activities/act-2", 200, activity(2, quoted));
    }

    private static String quote(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + "\"";
    }

    private static String app(String id, String name) {
        return """
                {"id":"%s","template":"%s","name":%s,"tenantUrl":"https://%s.example.com/scim/v2","credentials":{"set":true,"fingerprint":"9f2c61d0","changedAt":"%s"},
                 "configVersion":7,"provisioningMode":"automatic","scope":"assigned","notifications":{"email":%s,"onFailure":true},"removalThreshold":{"count":500,"percent":10},
                 "limits":{"concurrency":16,"perSecond":0},"groupsEnabled":false,"onPurge":"delete"}"""
                .formatted(id, id.equals("pingboard") ? "pingboard" : "scim", name, id, ago(86_400 * 9), id.equals("pingboard") ? name : "\"it@example.com\"");
    }

    private static String job(String status, int total) {
        return "{\"status\":\"%s\",\"syncId\":\"sync-1\",\"startedAt\":\"%s\",\"total\":%d,\"totalKnown\":true,\"evaluated\":true,\"backlog\":{\"directory\":0}}".formatted(status, ago(60), total);
    }

    private static String progress(int settled, int rows, int failed, boolean complete, double perSecond, String quarantine) {
        return """
                {"sync":{"rows":%d,"settled":%d,"failed":%d,"complete":%s},"perSecond":%s,"backlog":{"mapping":%d,"writer":%d,"retrying":%d},"failedRows":%d,"caughtUpTo":"%s","quarantine":%s}"""
                .formatted(rows, settled, failed, complete, perSecond, complete ? 0 : 120, rows - settled, failed / 2, failed, ago(complete ? 1 : 35), quarantine);
    }

    private static String schema(String name) {
        String[][] pairs = {{"userName", "[userPrincipalName]", "1"}, {"active", "Switch([IsSoftDeleted], , \\\"False\\\", \\\"True\\\", \\\"True\\\", \\\"False\\\")", "0"}, {"displayName", "[displayName]", "0"},
                {"title", "[jobTitle]", "0"}, {"emails[type eq \\\"work\\\"].value", "[mail]", "0"}, {"name.givenName", "[givenName]", "0"}, {"name.familyName", "[surname]", "0"},
                {"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department", "[department]", "0"}, {"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager", "[manager]", "0"}};
        String rows = Arrays.stream(pairs).map(p -> "{\"targetAttributeName\":\"%s\",\"flowType\":\"Always\",\"matchingPriority\":%s,\"source\":{\"expression\":\"%s\",\"name\":%s,\"type\":\"Attribute\"}}".formatted(p[0], p[2], p[1], name)).collect(Collectors.joining(","));
        return "{\"synchronizationRules\":[{\"objectMappings\":[{\"enabled\":true,\"name\":\"Provision Azure Active Directory Users\",\"sourceObjectName\":\"User\",\"targetObjectName\":\"User\",\"attributeMappings\":[" + rows + "]}]}]}";
    }

    private static String versions(String name) {
        return """
                {"items":[{"version":2,"savedBy":"token:ann","savedAt":"%2$s","comment":%1$s,"current":true},{"version":1,"savedBy":%1$s,"savedAt":"%2$s","comment":null,"current":false}],"nextCursor":null}"""
                .formatted(name, ago(90));
    }

    private static String report(String name) {
        return """
                {"app":"pingboard","state":"running","draftId":"d2","savedBy":"token:ann","savedAt":"%2$s","comment":%1$s,"publishedVersion":2,"progress":{"walked":1500,"total":3000},"live":7,
                 "counts":{"changes":1204,"enters":2,"leaves":3,"stays":0,"failing":1},"byAttribute":[{"attribute":%1$s,"accounts":1204}],"failuresByAttribute":[],
                 "accounts":{"items":[{"objectId":"hr-1","userName":%1$s,"kind":"changes","changes":[{"attribute":%1$s,"effect":"set","before":%1$s,"after":%1$s}],
                  "failures":[{"targetAttribute":"locale","message":%1$s}],"live":false},
                  {"objectId":"hr-2","userName":"grace@example.com","kind":"leaves","changes":[{"attribute":"active","effect":"set","before":true,"after":false}],"failures":[]}],"nextCursor":"c-9"}}"""
                .formatted(name, ago(90));
    }

    private static String preview(String name) {
        return """
                {"basis":"published","objectId":"hr-1","scope":{"inScope":true,"reason":"assigned","detail":%1$s,"filters":[{"text":%1$s,"met":true}]},"account":"present","userName":%1$s,
                 "attributes":[{"target":%1$s,"kind":"expression","source":%1$s,"inputs":{"jobTitle":%1$s},"outcome":"flows","value":%1$s,"error":null},
                 {"target":"locale","kind":"expression","source":"Mid([l], 0, 1)","inputs":{},"outcome":"failed","value":null,"error":{"message":%1$s}}],"matching":[]}""".formatted(name);
    }

    private static String accounts(String name) {
        String[] states = {"failed", "active", "active", "pending", "waitingForReference", "disabled", "active"};
        String rows = IntStream.range(0, states.length).mapToObj(n -> """
                {"app":"pingboard","objectId":"hr-%d","objectType":"user","userName":%s,"targetId":"t-%d","state":"%s","lastError":%s,"updatedAt":"%s"}""".formatted(4_710 + n, n < 2 ? name : "\"person%d@example.com\"".formatted(n), n, states[n],
                states[n].equals("failed") ? "{\"class\":\"permanent\",\"code\":\"uniqueness\",\"message\":%s,\"attempts\":3,\"nextAttemptAt\":null}".formatted(name) : "null", ago(n * 47))).collect(Collectors.joining(","));
        return "{\"items\":[" + rows + "],\"nextCursor\":\"c-2\"}";
    }

    private static String activity(int n, String name) {
        String[] actions = {"create", "update", "update", "disable", "scope", "inputAccepted", "create", "job", "admin", "create", "update", "create"};
        boolean failed = n == 2;
        return """
                {"id":"act-%d","time":"%s","action":"%s","status":"%s","app":"pingboard","objectId":"hr-%d","userName":%s,"initiator":"source:hr","causes":["hr/evt-%d"],"summary":%s,
                 "steps":[{"name":"scope","status":"success","detail":"Assigned to the app."},{"name":"match","status":"success","detail":"Found by userName."},{"name":"action","status":"%s","detail":%s}],
                 "changes":[{"attribute":"title","before":"Engineer","after":"Staff Engineer"},{"attribute":"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department","before":null,"after":%s},{"attribute":"phoneNumbers[type eq \\"work\\"].value","before":"+49 30 1","after":null}],
                 "error":%s,"http":{"method":"PATCH","status":%d,"durationMs":83},"attempt":1,"latencyMs":%d}""".formatted(n, ago(n * 13), actions[n], failed ? "failure" : n == 4 ? "skipped" : "success", 4_710 + n,
                n % 3 == 1 ? name : "\"person%d@example.com\"".formatted(n), n, n == 1 ? name : "\"The target confirmed: the account was updated.\"", failed ? "failure" : "success", name, name,
                failed ? "{\"code\":\"uniqueness\",\"message\":\"The target says that another account has this user name.\",\"nextAttemptAt\":null}" : "null", failed ? 409 : 200, 90 + n * 31);
    }

    private static String ago(long seconds) {
        return Instant.now().minusSeconds(seconds).toString();
    }
}
