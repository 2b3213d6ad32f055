package dev.lockstep.mapping.gallery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.contracts.AppConfig.OnPurge;
import dev.lockstep.mapping.app.Template;
import dev.lockstep.mapping.desire.UserMapping;
import dev.lockstep.mapping.fakes.Changes;
import dev.lockstep.mapping.rules.EngineSchemas;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class GalleryFileTest {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final EngineSchemas SCHEMAS = new EngineSchemas(JSON, null);
    private final GalleryFile gallery = new GalleryFile(JSON);

    @Test
    void every_template_has_a_schema_that_can_be_used() {
        assertThat(gallery.all()).extracting(Template::id)
                .containsExactly("pingboard", "scim", "slack", "github-enterprise", "aws-iam-identity-center", "atlassian");
        assertThat(gallery.all()).allSatisfy(template -> assertThat(SCHEMAS.problems(template.schema())).isEmpty());
    }

    @Test
    void pingboard_deletes_the_purged_and_the_others_disable_them() {
        assertThat(gallery.byId("pingboard").orElseThrow().onPurge()).isEqualTo(OnPurge.DELETE);
        assertThat(gallery.all()).filteredOn(template -> !template.id().equals("pingboard")).extracting(Template::onPurge).containsOnly(OnPurge.DISABLE);
    }

    @Test
    void the_standard_mapping_is_entras() {
        UserMapping mapping = SCHEMAS.compile(gallery.byId("pingboard").orElseThrow().schema());

        UserMapping.Mapped ada = mapping.map(Map.of("objectId", "u1", "userPrincipalName", "ada@x", "givenName", "Ada", "surname", "L",
                "telephoneNumber", "1", "manager", "boss", "IsSoftDeleted", false), Changes.AT, new Random());

        assertThat(ada.userName()).isEqualTo("ada@x");
        assertThat(ada.failures()).isEmpty();
        assertThat(ada.attributes()).containsEntry("active", true).containsEntry("externalId", "u1").containsEntry("name.formatted", "Ada L")
                .containsEntry("phoneNumbers[type eq \"work\"].value", "1").doesNotContainKey("title");
        assertThat(ada.references().values()).containsExactly("boss");
        assertThat(mapping.map(Map.of("objectId", "u1", "IsSoftDeleted", true), Changes.AT, new Random()).attributes()).containsEntry("active", false);
    }

    @Test
    void a_schema_without_a_user_mapping_is_refused_because_everybody_would_leave() {
        String disabled = gallery.byId("scim").orElseThrow().schema().replace("\"enabled\":true", "\"enabled\":false");

        assertThat(SCHEMAS.problems(disabled)).singleElement().satisfies(p -> assertThat(p.pointer()).isEqualTo("/synchronizationRules"));
        assertThat(SCHEMAS.problems("[]")).hasSize(1);
        assertThat(List.of(SCHEMAS.problems("{}"))).isNotEmpty();
    }
}
