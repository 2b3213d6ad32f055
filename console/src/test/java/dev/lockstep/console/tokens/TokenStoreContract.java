package dev.lockstep.console.tokens;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.kit.web.Role;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What every store of tokens keeps to. */
abstract class TokenStoreContract {
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00.123Z");

    abstract TokenStore store();

    private static Token token(String id, Role role) {
        return new Token(id, "hash-of-" + id, "name of " + id, role, Set.of("ping", "slack"), NOW, "token:root", NOW.plusSeconds(60), null, null);
    }

    @Test
    void a_token_comes_back_as_it_was_stored_by_id_and_by_hash() {
        TokenStore store = store();
        assertThat(store.insert(token("a", Role.OPERATOR))).isTrue();

        assertThat(store.byId("a")).contains(token("a", Role.OPERATOR));
        assertThat(store.byHash("hash-of-a")).contains(token("a", Role.OPERATOR));
        assertThat(store.byId("b")).isEmpty();
        assertThat(store.byHash("a")).isEmpty();
    }

    @Test
    void an_id_is_taken_once() {
        TokenStore store = store();
        store.insert(token("a", Role.OPERATOR));

        assertThat(store.insert(token("a", Role.ADMIN))).isFalse();

        assertThat(store.byId("a").orElseThrow().role()).isEqualTo(Role.OPERATOR);
    }

    @Test
    void lists_go_on_behind_an_id() {
        TokenStore store = store();
        for (String id : new String[] {"c", "a", "b"}) {
            store.insert(token(id, Role.AUDITOR));
        }
        assertThat(store.list(null, 2)).extracting(Token::id).containsExactly("a", "b");
        assertThat(store.list("b", 2)).extracting(Token::id).containsExactly("c");
    }

    @Test
    void the_first_deletion_counts_and_a_deleted_admin_is_none() {
        TokenStore store = store();
        store.insert(token("a", Role.ADMIN));
        assertThat(store.hasAdmin()).isTrue();

        assertThat(store.markDeleted("a", NOW).orElseThrow().deletedAt()).isEqualTo(NOW);
        assertThat(store.markDeleted("a", NOW.plusSeconds(9)).orElseThrow().deletedAt()).isEqualTo(NOW);

        assertThat(store.hasAdmin()).isFalse();
        assertThat(store.markDeleted("b", NOW)).isEmpty();
        store.remove("a");
        assertThat(store.byId("a")).isEmpty();
    }

    @Test
    void the_last_use_is_remembered() {
        TokenStore store = store();
        store.insert(token("a", Role.ADMIN));

        store.used("a", NOW);

        assertThat(store.byId("a").orElseThrow().lastUsedAt()).isEqualTo(NOW);
    }
}
