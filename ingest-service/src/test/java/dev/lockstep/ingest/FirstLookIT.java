package dev.lockstep.ingest;

import static dev.lockstep.ingest.RunningIngest.call;
import static dev.lockstep.ingest.RunningIngest.csv;
import static dev.lockstep.ingest.RunningIngest.get;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FirstLookIT {
    @Test
    void all_roads_lead_to_the_topic() throws Exception {
        String key = RunningIngest.source("hr", "\"kind\":\"csv\"");
        System.out.println(get("/api/v1/sources/hr", RunningIngest.admin()).raw().body());
        var answer = call("POST", "/api/v1/sources/hr/events", key, "application/cloudevents+json", """
                {"specversion":"1.0","id":"e1","source":"hr","type":"lockstep.directory.change","subject":"p1","time":"2026-01-01T00:00:00Z",
                 "data":{"objectType":"user","operation":"merge","attributes":{"displayName":"A","title":null}}}""");
        System.out.println(answer.raw().body());
        assertThat(answer.status()).isEqualTo(202);
        answer = csv("hr", key, "snapshot", "objectId;displayName;accountEnabled\n1; Ann ;ja\n2;Bob;vielleicht\n3;Cy;nein\n");
        System.out.println(answer.raw().body());
        answer = csv("hr", key, "snapshot", "objectId;displayName;accountEnabled\n1; Ann ;ja\n");
        System.out.println(answer.raw().body());
        System.out.println(get(answer.raw().headers().firstValue("Location").orElseThrow(), key).raw().body());
        answer = call("POST", "/api/v1/sources/hr/bulkUpload", key, "application/scim+json", """
                {"schemas":["urn:ietf:params:scim:api:messages:2.0:BulkRequest"],"Operations":[{"method":"POST","bulkId":"b1","path":"/Users",
                "data":{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"externalId":"701984","userName":"bjensen@example.com","active":true,
                "emails":[{"value":"b@x.example","type":"work"}],"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"manager":{"value":"9"}}}}]}""");
        System.out.println(answer.raw().body());
        RunningIngest.changes("hr").forEach(System.out::println);
        RunningIngest.activities("hr").forEach(System.out::println);
    }
}
