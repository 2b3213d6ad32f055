package dev.lockstep.writer.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.contracts.AppConfig.TargetProfile;
import dev.lockstep.contracts.AppConfig.TargetProfile.PatchDialect;
import dev.lockstep.contracts.AppConfig.TargetProfile.Removal;
import dev.lockstep.contracts.AppConfig.TargetProfile.UserUpdate;
import dev.lockstep.contracts.DesiredAccount.State;
import dev.lockstep.contracts.ObjectType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReconcileTest {
    private static final String ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
    private static final TargetProfile STANDARD = TargetProfile.standard();
    private final Reconcile reconcile = new Reconcile();

    private static Wanted wanted(State state, Map<String, @Nullable Object> attributes, Set<String> cleared) {
        return new Wanted(ObjectType.USER, state, attributes, Map.of(), cleared, "o1", Set.of());
    }

    private static Map<String, @Nullable Object> attributes() {
        Map<String, @Nullable Object> attributes = new LinkedHashMap<>();
        attributes.put("userName", "a@b");
        attributes.put("active", "True");
        attributes.put("name.givenName", "A");
        attributes.put("emails[type eq \"work\"].value", "a@b");
        attributes.put("roles[primary eq \"True\"].value", "admin");
        attributes.put("nickName", null);
        attributes.put(ENTERPRISE + ":department", "IT");
        attributes.put(ENTERPRISE + ":manager", "m1");
        attributes.put("urn:custom:1.0:User:tag", "x");
        return attributes;
    }

    @Test
    void a_create_has_all_schemas_real_booleans_and_our_id() {
        WriteStep step = reconcile.step(wanted(State.PRESENT, attributes(), Set.of()), null, STANDARD);

        assertThat(step).isInstanceOfSatisfying(WriteStep.Create.class, create -> {
            Map<String, @Nullable Object> body = create.body();
            assertThat(body).containsEntry("externalId", "o1").containsEntry("active", true).doesNotContainKey("nickName");
            assertThat(body.get("schemas")).isEqualTo(List.of("urn:ietf:params:scim:schemas:core:2.0:User", ENTERPRISE, "urn:custom:1.0:User"));
            assertThat(body.get("emails")).isEqualTo(List.of(Map.of("type", "work", "value", "a@b", "primary", true)));
            assertThat(body.get("roles")).isEqualTo(List.of(Map.of("primary", true, "value", "admin")));
            assertThat(body.get(ENTERPRISE)).isEqualTo(Map.of("department", "IT", "manager", Map.of("value", "m1", "$ref", "../Users/m1")));
        });
    }

    @Test
    void an_inactive_joiner_is_not_created_and_a_leaver_without_an_account_neither() {
        assertThat(reconcile.step(wanted(State.PRESENT, Map.of("active", "False"), Set.of()), null, STANDARD)).isInstanceOf(WriteStep.Nothing.class);
        assertThat(reconcile.step(wanted(State.DISABLED, attributes(), Set.of()), null, STANDARD)).isInstanceOf(WriteStep.Nothing.class);
        assertThat(reconcile.step(wanted(State.DELETED, attributes(), Set.of()), null, STANDARD)).isInstanceOf(WriteStep.Nothing.class);
    }

    @Test
    void a_removal_says_nothing_but_inactive_or_deletes_where_the_target_works_so() {
        Map<String, @Nullable Object> current = Map.of("id", "1", "userName", "old", "active", "true");
        TargetProfile deletes = new TargetProfile(UserUpdate.PATCH, PatchDialect.RFC7644, false, Removal.DELETE, true, 60, true, true, 100, false);

        assertThat(reconcile.step(wanted(State.DISABLED, attributes(), Set.of()), current, STANDARD)).isInstanceOfSatisfying(WriteStep.Patch.class,
                patch -> assertThat(patch.operations()).containsExactly(Map.of("op", "replace", "path", "active", "value", false)));
        assertThat(reconcile.step(wanted(State.DISABLED, attributes(), Set.of()), Map.of("active", false), STANDARD)).isInstanceOf(WriteStep.Nothing.class);
        assertThat(reconcile.step(wanted(State.DISABLED, attributes(), Set.of()), current, deletes)).isInstanceOf(WriteStep.Delete.class);
    }

    @Test
    void what_shall_have_no_value_is_removed_once() {
        Map<String, @Nullable Object> current = Map.of("title", "Boss", "emails", List.of(Map.of("type", "home", "value", "h")));
        Wanted wanted = wanted(State.PRESENT, Map.of(), Set.of("title", "emails[type eq \"home\"].value", "nickName"));

        assertThat(reconcile.step(wanted, current, STANDARD)).isInstanceOfSatisfying(WriteStep.Patch.class, patch -> {
            assertThat(patch.operations()).containsExactlyInAnyOrder(Map.of("op", "remove", "path", "title"),
                    Map.of("op", "remove", "path", "emails[type eq \"home\"]"));
            assertThat(patch.changes()).allMatch(c -> c.after() == null);
        });
    }

    @Test
    void a_target_without_patch_gets_the_whole_account_with_what_we_do_not_know_of_kept() {
        TargetProfile put = new TargetProfile(UserUpdate.PUT, PatchDialect.RFC7644, false, Removal.ACTIVE_FALSE, true, 60, true, true, 100, false);
        Map<String, @Nullable Object> current = Map.of("id", "1", "userName", "a@b", "nickName", "kept", "meta", Map.of("version", "1"));

        assertThat(reconcile.step(wanted(State.PRESENT, Map.of("title", "Boss"), Set.of()), current, put)).isInstanceOfSatisfying(WriteStep.Replace.class,
                replace -> assertThat(replace.body()).isEqualTo(Map.of("id", "1", "userName", "a@b", "nickName", "kept", "title", "Boss")));
    }

    @Test
    void the_account_as_last_written_needs_no_patch_and_new_elements_need_a_look_first() {
        Wanted wanted = wanted(State.PRESENT, attributes(), Set.of());
        Map<String, @Nullable Object> applied = reconcile.applied(wanted, null);

        assertThat(reconcile.step(wanted, reconcile.assumed(applied), STANDARD)).isInstanceOf(WriteStep.Nothing.class);
        assertThat(reconcile.suffices(wanted, applied)).isTrue();
        assertThat(reconcile.suffices(wanted(State.PRESENT, Map.of("phoneNumbers[type eq \"mobile\"].value", "1"), Set.of()), applied)).isFalse();
        assertThat(reconcile.suffices(wanted(State.PRESENT, Map.of("title", "x"), Set.of()), applied)).isTrue();
        assertThat(reconcile.suffices(wanted(State.PRESENT, Map.of(), Set.of("title")), applied)).isFalse();
    }

    @Test
    void paths_are_read_with_their_schema_element_and_part() {
        assertThat(ScimPath.parse("urn:ietf:params:scim:schemas:core:2.0:User:userName").urn()).isEmpty();
        assertThat(ScimPath.parse(ENTERPRISE + ":manager.value")).extracting(ScimPath::urn, ScimPath::attribute, ScimPath::sub)
                .containsExactly(ENTERPRISE, "manager", "value");
        assertThat(ScimPath.parse("addresses[type eq \"a:b\"].formatted").filter()).isEqualTo(new ScimPath.Filter("type", "a:b"));
    }
}
