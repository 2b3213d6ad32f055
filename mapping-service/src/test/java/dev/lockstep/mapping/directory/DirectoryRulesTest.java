package dev.lockstep.mapping.directory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.contracts.DirectoryChange;
import dev.lockstep.contracts.DirectoryChange.Operation;
import dev.lockstep.mapping.fakes.Changes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DirectoryRulesTest {
    private static final Changes HR = Changes.user("u1");
    private static final Changes LDAP = HR.from("ldap");
    private Precedence precedence = Precedence.LAST_WRITER;
    private @Nullable DirectoryObject object;
    private @Nullable Applied last;

    private DirectoryRulesTest take(DirectoryChange... changes) {
        for (DirectoryChange change : changes) {
            last = DirectoryRules.apply(object, change, precedence);
            if (last instanceof Applied.Changed(DirectoryObject next)) {
                object = next;
            }
        }
        return this;
    }

    private DirectoryObject object() {
        assertThat(object).isNotNull();
        return object;
    }

    private Map<String, Object> attributes() {
        return object().attributes(precedence);
    }

    private Lifecycle lifecycle() {
        return object().lifecycle(precedence);
    }

    private static Map<String, @Nullable Object> removing(String name) {
        Map<String, @Nullable Object> patch = new HashMap<>();
        patch.put(name, null);
        return patch;
    }

    @Test
    void an_upsert_is_the_whole_object() {
        take(HR.upsert("1", 1L, Map.of("displayName", "Ada", "mail", "a@x")), HR.upsert("2", 2L, Map.of("displayName", "Ada L")));

        assertThat(attributes()).isEqualTo(Map.of("displayName", "Ada L"));
        assertThat(object().revision()).isEqualTo(2);
    }

    @Test
    void a_merge_changes_what_it_names_and_null_removes() {
        take(HR.upsert("1", 1L, Map.of("displayName", "Ada", "mail", "a@x")), HR.merge("2", 2L, removing("mail")), HR.merge("3", 3L, Map.of("title", "Dr")));

        assertThat(attributes()).isEqualTo(Map.of("displayName", "Ada", "title", "Dr"));
    }

    @Test
    void nested_values_merge_as_rfc_7396_says() {
        take(HR.upsert("1", null, Map.of("address", Map.of("city", "Oslo", "zip", "1"))), HR.merge("2", null, Map.of("address", Map.of("city", "Bergen"))));

        assertThat(attributes()).isEqualTo(Map.of("address", Map.of("city", "Bergen", "zip", "1")));
    }

    @Test
    void an_older_upsert_fills_only_what_newer_merges_did_not_say() {
        take(HR.merge("5", 5L, Map.of("title", "Dr")), HR.upsert("3", 3L, Map.of("title", "Ms", "displayName", "Ada")));

        assertThat(attributes()).isEqualTo(Map.of("title", "Dr", "displayName", "Ada"));
    }

    @Test
    void an_attribute_that_a_newer_merge_removed_does_not_come_back_with_an_older_upsert() {
        take(HR.upsert("1", 1L, Map.of("mail", "a@x")), HR.merge("5", 5L, removing("mail")), HR.upsert("3", 3L, Map.of("mail", "b@x", "title", "Ms")));

        assertThat(attributes()).isEqualTo(Map.of("title", "Ms"));
    }

    @Test
    void an_older_or_equal_version_is_stale() {
        take(HR.upsert("2", 2L, Map.of("title", "Dr")), HR.upsert("1", 1L, Map.of("title", "Ms")));
        assertThat(last).isInstanceOf(Applied.Stale.class);
        take(HR.upsert("other", 2L, Map.of("title", "Ms")));
        assertThat(last).isInstanceOf(Applied.Stale.class);
        take(HR.merge("0", 1L, Map.of("title", "Ms")));
        assertThat(last).isInstanceOf(Applied.Stale.class);

        assertThat(attributes()).isEqualTo(Map.of("title", "Dr"));
    }

    @Test
    void the_same_event_again_means_go_on_from_here() {
        take(HR.upsert("1", 1L, Map.of("title", "Ms")), HR.merge("2", 2L, Map.of("title", "Dr")));

        assertThat(take(HR.upsert("1", 1L, Map.of("title", "Ms"))).last).isEqualTo(new Applied.Repeated(object()));
        assertThat(take(HR.merge("2", 2L, Map.of("title", "Dr"))).last).isEqualTo(new Applied.Repeated(object()));
        assertThat(attributes()).isEqualTo(Map.of("title", "Dr"));
    }

    @Test
    void without_versions_the_order_of_the_topic_counts() {
        take(HR.upsert("b", null, Map.of("title", "Dr")), HR.upsert("a", null, Map.of("title", "Ms")));

        assertThat(attributes()).isEqualTo(Map.of("title", "Ms"));
    }

    @Test
    void a_leaver_keeps_everything_and_may_be_restored_or_listed_again() {
        take(HR.upsert("1", 1L, Map.of("title", "Dr")), HR.plain(Operation.SOFT_DELETE, "2", 2L));
        assertThat(lifecycle()).isEqualTo(Lifecycle.SOFT_DELETED);
        assertThat(attributes()).containsEntry("title", "Dr");

        take(HR.plain(Operation.RESTORE, "3", 3L));
        assertThat(lifecycle()).isEqualTo(Lifecycle.ACTIVE);

        take(HR.plain(Operation.SOFT_DELETE, "4", 4L), HR.upsert("5", 5L, Map.of("title", "Prof")));
        assertThat(lifecycle()).isEqualTo(Lifecycle.ACTIVE);
    }

    @Test
    void an_upsert_that_is_older_than_the_removal_does_not_revive() {
        take(HR.plain(Operation.SOFT_DELETE, "5", 5L), HR.upsert("3", 3L, Map.of("title", "Dr")));

        assertThat(lifecycle()).isEqualTo(Lifecycle.SOFT_DELETED);
        assertThat(attributes()).containsEntry("title", "Dr");
    }

    @Test
    void a_merge_of_a_leaver_changes_the_leaver_and_does_not_revive() {
        take(HR.upsert("1", null, Map.of("title", "Dr")), HR.plain(Operation.SOFT_DELETE, "2", null), HR.merge("3", null, Map.of("title", "Ms")));

        assertThat(lifecycle()).isEqualTo(Lifecycle.SOFT_DELETED);
        assertThat(attributes()).containsEntry("title", "Ms");
    }

    @Test
    void a_purge_leaves_a_tombstone_without_personal_data() {
        take(HR.upsert("1", 1L, Map.of("title", "Dr")), LDAP.upsert("1", null, Map.of("mail", "a@x")), HR.plain(Operation.PURGE, "2", 2L));

        assertThat(lifecycle()).isEqualTo(Lifecycle.PURGED);
        assertThat(object().toString()).doesNotContain("Dr").doesNotContain("a@x");
        for (DirectoryChange late : List.of(HR.merge("x", 3L, Map.of("title", "Dr")), LDAP.merge("y", null, Map.of("mail", "a@x")),
                LDAP.upsert("z", null, Map.of("mail", "a@x")), HR.upsert("w", 1L, Map.of("title", "Dr")), HR.plain(Operation.RESTORE, "r", 9L))) {
            assertThat(take(late).last).isInstanceOf(Applied.Stale.class);
        }
    }

    @Test
    void the_source_that_purged_brings_a_rehire_back() {
        take(HR.upsert("1", 1L, Map.of("title", "Dr")), HR.plain(Operation.PURGE, "2", 2L), HR.upsert("3", 3L, Map.of("title", "Prof")));

        assertThat(lifecycle()).isEqualTo(Lifecycle.ACTIVE);
        assertThat(attributes()).isEqualTo(Map.of("title", "Prof"));
        assertThat(take(HR.plain(Operation.SOFT_DELETE, "4", 4L)).lifecycle()).isEqualTo(Lifecycle.SOFT_DELETED);
    }

    @Test
    void among_sources_the_last_writer_of_an_attribute_counts() {
        take(HR.upsert("1", 100L, Map.of("mail", "hr@x", "title", "Dr")), LDAP.merge("1", 1L, Map.of("mail", "ldap@x")));
        assertThat(attributes()).isEqualTo(Map.of("mail", "ldap@x", "title", "Dr"));

        take(HR.merge("2", 101L, Map.of("mail", "hr2@x")));
        assertThat(attributes()).containsEntry("mail", "hr2@x");
    }

    @Test
    void with_a_precedence_the_better_source_counts_whoever_wrote_last() {
        precedence = new Precedence(List.of("hr", "ldap"));
        take(HR.upsert("1", 1L, Map.of("mail", "hr@x")), LDAP.merge("1", 1L, Map.of("mail", "ldap@x", "mobile", "1")));
        assertThat(attributes()).isEqualTo(Map.of("mail", "hr@x", "mobile", "1"));

        take(HR.merge("2", 2L, removing("mail")));
        assertThat(attributes()).containsEntry("mail", "ldap@x");
    }

    @Test
    void another_sources_feed_does_not_revive_a_leaver_but_a_restore_does() {
        take(HR.upsert("1", 1L, Map.of("title", "Dr")), HR.plain(Operation.SOFT_DELETE, "2", 2L), LDAP.upsert("1", null, Map.of("mail", "a@x")));
        assertThat(lifecycle()).isEqualTo(Lifecycle.SOFT_DELETED);

        take(LDAP.plain(Operation.RESTORE, "2", null));
        assertThat(lifecycle()).isEqualTo(Lifecycle.ACTIVE);
    }

    @Test
    void with_a_precedence_the_best_source_that_said_anything_decides_about_presence() {
        precedence = new Precedence(List.of("hr"));
        take(HR.upsert("1", 1L, Map.of("title", "Dr")), LDAP.plain(Operation.SOFT_DELETE, "1", null));
        assertThat(lifecycle()).isEqualTo(Lifecycle.ACTIVE);

        take(HR.plain(Operation.SOFT_DELETE, "2", 2L), LDAP.plain(Operation.RESTORE, "2", null));
        assertThat(lifecycle()).isEqualTo(Lifecycle.SOFT_DELETED);
    }

    @Test
    void versions_of_different_sources_are_never_compared() {
        take(HR.upsert("1", 1_000L, Map.of("title", "Dr")), LDAP.upsert("1", 1L, Map.of("mail", "a@x")));

        assertThat(attributes()).isEqualTo(Map.of("title", "Dr", "mail", "a@x"));
    }

    @Test
    void any_order_of_versioned_changes_ends_in_the_same_person() {
        List<DirectoryChange> changes = List.of(HR.upsert("1", 1L, Map.of("a", "1", "b", "1")), HR.merge("2", 2L, Map.of("a", "2")),
                HR.merge("3", 3L, Map.of("b", "3")), HR.plain(Operation.SOFT_DELETE, "4", 4L));
        for (List<DirectoryChange> order : permutations(changes)) {
            object = null;
            take(order.toArray(DirectoryChange[]::new));
            assertThat(attributes()).isEqualTo(Map.of("a", "2", "b", "3"));
            assertThat(lifecycle()).isEqualTo(Lifecycle.SOFT_DELETED);
        }
    }

    private static List<List<DirectoryChange>> permutations(List<DirectoryChange> items) {
        if (items.isEmpty()) {
            return List.of(List.of());
        }
        return items.stream().flatMap(first -> permutations(items.stream().filter(i -> i != first).toList()).stream()
                .map(rest -> java.util.stream.Stream.concat(java.util.stream.Stream.of(first), rest.stream()).toList())).toList();
    }
}
