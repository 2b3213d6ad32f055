package dev.lockstep.targets;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Beyond the common part: what the real servers offer, and the stub does not. */
abstract class ProductConformance extends ApplicationConformance {

    @Test
    void groups_take_members_and_lose_them() throws Exception {
        String ada = created("member-ada");
        Scim.Reply group = scim.post("/Groups", """
                {"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"displayName":"Platform","members":[]}""");
        assertThat(group.status()).as(group.text()).isEqualTo(201);
        String id = group.json().path("id").asString();

        Scim.Reply added = scim.patch("/Groups/" + id, """
                {"op":"add","path":"members","value":[{"value":"%s","$ref":"%s/Users/%s"}]}"""
                .formatted(ada, application.baseUrl(), ada));
        assertThat(added.status()).as(added.text()).isIn(200, 204);
        assertThat(scim.get("/Groups/" + id).json().path("members").get(0).path("value").asString()).isEqualTo(ada);
        assertOneHit(scim.find("Groups", "displayName", "Platform"), id);
        try (Accounts accounts = new Accounts(application.baseUrl(), TOKEN)) {
            assertThat(accounts.groups().byName()).containsKey("Platform");
        }

        Scim.Reply removed = scim.patch("/Groups/" + id, """
                {"op":"remove","path":"members[value eq \\"%s\\"]"}""".formatted(ada));
        assertThat(removed.status()).as(removed.text()).isIn(200, 204);
        JsonNode members = scim.get("/Groups/" + id).json().path("members");
        assertThat(members.size()).isZero();
    }

    @Test
    void a_manager_is_a_reference_to_another_user() throws Exception {
        String grace = created("boss-grace");
        String ada = created("report-ada");
        Scim.Reply patched = scim.patch("/Users/" + ada, """
                {"op":"add","path":"%s:manager","value":{"value":"%s","$ref":"%s/Users/%s"}}"""
                .formatted(ENTERPRISE, grace, application.baseUrl(), grace));
        assertThat(patched.status()).as(patched.text()).isIn(200, 204);
        assertThat(scim.get("/Users/" + ada).json().path(ENTERPRISE).path("manager").path("value").asString())
                .isEqualTo(grace);
    }

    @Test
    void other_filters_are_the_librarys_business() throws Exception {
        String id = created("filter-me");
        Scim.Reply found = scim.get("/Users?filter=userName%20sw%20%22filter-m%22%20and%20active%20eq%20true");
        assertOneHit(found, id);
    }

    @Test
    void schemas_of_users_and_their_enterprise_extension_are_declared() throws Exception {
        assertThat(scim.get("/Schemas").text()).contains(ENTERPRISE, "urn:ietf:params:scim:schemas:core:2.0:User");
        assertThat(scim.get("/ResourceTypes").text()).contains("/Users", "/Groups");
    }
}
