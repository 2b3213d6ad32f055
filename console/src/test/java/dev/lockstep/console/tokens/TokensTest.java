package dev.lockstep.console.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.console.audit.Ledger;
import dev.lockstep.contracts.Activity;
import dev.lockstep.kit.publish.NotPublished;
import dev.lockstep.kit.publish.Outgoing;
import dev.lockstep.kit.publish.Publisher;
import dev.lockstep.kit.testing.InMemoryPublisher;
import dev.lockstep.kit.testing.TestPlatform;
import dev.lockstep.kit.web.Caller;
import dev.lockstep.kit.web.Problem;
import dev.lockstep.kit.web.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class TokensTest {
    private static final Caller ROOT = new Caller("token:root", Set.of(Role.ADMIN));
    private final TokenStore store = new InMemoryTokenStore();
    private final InMemoryPublisher publisher = new InMemoryPublisher();
    private final MovableClock clock = new MovableClock();
    private final Tokens tokens = new Tokens(store, new Ledger(publisher, clock), clock);

    private static final class MovableClock extends Clock {
        private Instant now = Instant.parse("2026-11-23T12:00:00Z");

        void pass(Duration time) {
            now = now.plus(time);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }

    @Test
    void a_token_is_random_recognisable_and_checked_before_anything_is_looked_up() {
        String text = TokenText.generate();

        assertThat(text).matches("lst_[A-Za-z0-9_-]{43}[0-9a-f]{8}").isNotEqualTo(TokenText.generate());
        assertThat(TokenText.isPlausible(text)).isTrue();
        assertThat(TokenText.isPlausible(text.replace("lst_", "lsu_"))).isFalse();
        char other = text.charAt(9) == 'A' ? 'B' : 'A';
        assertThat(TokenText.isPlausible(text.substring(0, 9) + other + text.substring(10))).isFalse();
        assertThat(TokenText.isPlausible("")).isFalse();
    }

    @Test
    void a_created_token_lets_its_holder_in_with_its_role_until_it_expires() {
        Tokens.Created created = tokens.create("ci", Role.OPERATOR, Set.of("ping"), clock.instant().plusSeconds(60), ROOT);

        assertThat(tokens.authenticate(created.text())).contains(new Grant(created.token().id(), new Caller("token:ci", Set.of(Role.OPERATOR)), Set.of("ping")));
        clock.pass(Duration.ofSeconds(60));
        assertThat(tokens.authenticate(created.text())).isEmpty();
        assertThat(tokens.authenticate(TokenText.generate())).isEmpty();
    }

    @Test
    void a_deleted_token_lets_nobody_in_and_both_events_are_recorded() {
        Tokens.Created created = tokens.create("ci", Role.OPERATOR, Set.of(), null, ROOT);
        tokens.authenticate(created.text());

        tokens.delete(created.token().id(), ROOT);

        assertThat(tokens.authenticate(created.text())).isEmpty();
        assertThat(publisher.messages(Activity.class)).extracting(Activity::factId, Activity::action, Activity::initiator)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("token-created." + created.token().id(), "admin", "token:root"),
                        org.assertj.core.groups.Tuple.tuple("token-deleted." + created.token().id(), "admin", "token:root"));
        assertThat(publisher.published().toString()).doesNotContain(created.text(), created.token().hash());
        assertThatThrownBy(() -> tokens.delete(created.token().id(), ROOT)).isInstanceOf(Problem.class);
    }

    @Test
    void what_cannot_be_recorded_does_not_happen_and_a_deletion_can_be_repeated() {
        Tokens.Created created = tokens.create("ci", Role.OPERATOR, Set.of(), null, ROOT);
        Tokens unrecorded = new Tokens(store, new Ledger(new Publisher() {
            @Override
            public void publish(List<Outgoing> messages) {
                throw new NotPublished("activity.v1", new IOException());
            }

            @Override
            public CompletableFuture<Void> publishAsync(List<Outgoing> messages) {
                return CompletableFuture.failedFuture(new IOException());
            }

            @Override
            public int partitions(dev.lockstep.contracts.Topic topic) {
                return 1;
            }
        }, clock), clock);

        assertThatThrownBy(() -> unrecorded.create("lost", Role.ADMIN, Set.of(), null, ROOT)).isInstanceOf(NotPublished.class);
        assertThat(store.list(null, 10)).extracting(Token::name).containsExactly("ci");
        assertThatThrownBy(() -> unrecorded.delete(created.token().id(), ROOT)).isInstanceOf(NotPublished.class);
        assertThat(unrecorded.authenticate(created.text())).isEmpty();
        tokens.delete(created.token().id(), ROOT);
        assertThat(store.list(null, 10)).isEmpty();
    }

    @Test
    void the_last_use_is_noted_coarsely() {
        Tokens.Created created = tokens.create("ci", Role.OPERATOR, Set.of(), null, ROOT);
        Instant first = clock.instant();
        tokens.authenticate(created.text());
        clock.pass(Duration.ofMinutes(1));
        tokens.authenticate(created.text());
        assertThat(store.byId(created.token().id()).orElseThrow().lastUsedAt()).isEqualTo(first);

        clock.pass(Tokens.COARSE);
        tokens.authenticate(created.text());
        assertThat(store.byId(created.token().id()).orElseThrow().lastUsedAt()).isEqualTo(clock.instant());
    }

    @Test
    void the_first_admin_token_is_written_once_for_its_owner_alone() throws IOException {
        Path file = TestPlatform.directory("first-admin").resolve("admin-token");
        FirstAdmin firstAdmin = new FirstAdmin(store, new Ledger(publisher, clock), clock);

        firstAdmin.ensure(file);

        String text = Files.readString(file).strip();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
        assertThat(tokens.authenticate(text).orElseThrow().caller().roles()).containsExactly(Role.ADMIN);
        firstAdmin.ensure(file);
        assertThat(Files.readString(file).strip()).isEqualTo(text);
        assertThat(store.list(null, 10)).hasSize(1);
    }
}
