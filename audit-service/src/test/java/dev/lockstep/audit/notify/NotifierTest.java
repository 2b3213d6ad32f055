package dev.lockstep.audit.notify;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import dev.lockstep.audit.Samples;
import dev.lockstep.audit.fact.Fact;
import dev.lockstep.audit.fact.Facts;
import dev.lockstep.audit.ledger.ActivityQuery;
import dev.lockstep.audit.ledger.InMemoryLedger;
import dev.lockstep.audit.notify.Episode.Mail;
import dev.lockstep.contracts.AccountOutcome.Action;
import dev.lockstep.contracts.AccountOutcome.Result;
import dev.lockstep.contracts.AppConfig;
import dev.lockstep.contracts.codec.Codec;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NotifierTest {
    private Instant now = Samples.T0;
    private final Clock clock = InstantSource.system().withZone(ZoneOffset.UTC);
    private final Clock moving = new Clock() {
        @Override
        public java.time.ZoneId getZone() {
            return clock.getZone();
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    };
    private final InMemoryEpisodes episodes = new InMemoryEpisodes(Duration.ofHours(1));
    private final InMemoryLedger ledger = new InMemoryLedger();
    private final Recipients recipients = new Recipients();
    private final FailureWatch watch = new FailureWatch(episodes, moving, () -> { });
    private GreenMail server;
    private int port;

    @BeforeEach
    void open() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        server = mailServer();
        server.start();
        configure("pingboard", "ops@example.test", true);
    }

    @AfterEach
    void close() {
        server.stop();
    }

    private GreenMail mailServer() {
        return new GreenMail(new ServerSetup(port, "127.0.0.1", "smtp"));
    }

    private void configure(String app, String email, boolean onFailure) {
        AppConfig config = new AppConfig(app, "Ping\r\nBoard", "pingboard", 1, "https://p.test", null, AppConfig.TargetProfile.standard(),
                new AppConfig.Limits(4, 0), AppConfig.Provisioning.ON, AppConfig.OnPurge.DISABLE, new AppConfig.Notifications(email, onFailure),
                new AppConfig.RemovalThreshold(500, 10));
        recipients.changed(app, Codec.encode(Codec.envelope("c", "mapping", app, now, config)));
    }

    private Notifier notifier() {
        return notifier(new SmtpPost(new MailSettings("127.0.0.1", port, "", "", "lockstep@example.test", false, Duration.ofSeconds(10), Duration.ofSeconds(5))));
    }

    private Notifier notifier(Post post) {
        return new Notifier(episodes, recipients, ledger, post, Duration.ofSeconds(10), "https://console.test", moving, new SimpleMeterRegistry());
    }

    private static Fact refused(String app, int n, String type, String code, Result result) {
        return Facts.of(Samples.envelope(Samples.outcome(app, "u" + n, n, result, Action.CREATE, Samples.failure(type, code)))).orElseThrow();
    }

    private static Fact job(String app, String status, Instant at) {
        return Facts.of(Samples.envelope(Samples.activity("job-" + app + at, "job", status, app, at))).orElseThrow();
    }

    private void saw(Fact... facts) {
        watch.saw(List.of(facts), Arrays.stream(facts).map(Fact::id).collect(Collectors.toSet()));
    }

    private List<String> subjects() {
        return Arrays.stream(server.getReceivedMessages()).map(m -> {
            try {
                return m.getSubject();
            } catch (jakarta.mail.MessagingException e) {
                throw new IllegalStateException(e);
            }
        }).toList();
    }

    @Test
    void held_removals_are_one_mail_that_says_what_to_do_with_them() {
        IntStream.range(0, 30).forEach(n -> saw(Facts.of(Samples.envelope(Samples.outcome("pingboard", "u" + n, n, Result.HELD, Action.NONE,
                Samples.failure("hold", "removal-held")))).orElseThrow()));

        notifier().sendDue();

        assertThat(subjects()).containsExactly("Lockstep: provisioning to Ping  Board is holding removals back (removal-held)");
        assertThat(GreenMailUtil.getBody(server.getReceivedMessages()[0])).contains("release or reject");
    }

    @Test
    void a_storm_of_failures_is_one_mail_per_app_and_reason_that_names_nobody() {
        configure("other", "ops@example.test", true);
        IntStream.range(0, 50).forEach(n -> saw(refused("pingboard", n, "appWide", "unauthorized", Result.RETRYING)));
        saw(refused("other", 1, "appWide", "unauthorized", Result.RETRYING), refused("pingboard", 99, "permanent", "invalid-value", Result.REFUSED));

        notifier().sendDue();
        notifier().sendDue();

        assertThat(subjects()).containsExactlyInAnyOrder(
                "Lockstep: provisioning to Ping  Board is failing (unauthorized)", "Lockstep: provisioning to Ping  Board is failing (unauthorized)",
                "Lockstep: provisioning to Ping  Board is failing (invalid-value)");
        assertThat(Arrays.stream(server.getReceivedMessages()).map(GreenMailUtil::getBody)).allSatisfy(body ->
                assertThat(body).contains("https://console.test/apps/", "Next:").doesNotContain("u1", "example.test"));
        assertThat(ledger.page(ActivityQuery.ALL, null, 9)).hasSize(3).allSatisfy(fact -> assertThat(fact.action()).isEqualTo("job"));
    }

    @Test
    void attempts_that_go_on_by_themselves_tell_nobody_until_they_are_given_up() {
        saw(refused("pingboard", 1, "transient", "timeout", Result.RETRYING));
        notifier().sendDue();
        assertThat(subjects()).isEmpty();

        saw(refused("pingboard", 1, "transient", "timeout", Result.GAVE_UP));
        notifier().sendDue();
        assertThat(subjects()).hasSize(1);
    }

    @Test
    void a_failed_job_is_told_once_until_it_recovered() {
        saw(job("pingboard", "failure", now));
        notifier().sendDue();
        saw(job("pingboard", "failure", now.plusSeconds(60)));
        notifier().sendDue();
        assertThat(subjects()).hasSize(1);

        saw(job("pingboard", "success", now.plusSeconds(120)), job("pingboard", "failure", now.plusSeconds(180)));
        notifier().sendDue();

        assertThat(subjects()).hasSize(2);
    }

    @Test
    void nobody_is_told_when_the_box_is_not_checked_or_no_server_is_there() {
        configure("pingboard", "ops@example.test", false);
        configure("without-address", null, true);
        configure("fine", "ops@example.test", true);
        saw(refused("pingboard", 1, "permanent", "c", Result.REFUSED), refused("without-address", 1, "permanent", "c", Result.REFUSED));
        notifier().sendDue();
        saw(refused("fine", 1, "permanent", "c", Result.REFUSED));
        notifier(null).sendDue();

        assertThat(subjects()).isEmpty();
        assertThat(episodes.of("pingboard").getFirst().mail()).isEqualTo(Mail.SKIPPED);
        assertThat(episodes.of("without-address").getFirst().mail()).isEqualTo(Mail.SKIPPED);
        assertThat(episodes.of("fine").getFirst().note()).isEqualTo("No mail server is configured.");
        assertThat(ledger.page(ActivityQuery.ALL, null, 9)).hasSize(3).allSatisfy(fact -> assertThat(fact.status()).isEqualTo("skipped"));
    }

    @Test
    void a_mail_waits_for_a_server_that_is_down_and_is_then_sent_once() {
        server.stop();
        saw(refused("pingboard", 1, "permanent", "c", Result.REFUSED));
        notifier().sendDue();
        assertThat(episodes.of("pingboard").getFirst()).satisfies(e -> {
            assertThat(e.mail()).isEqualTo(Mail.DUE);
            assertThat(e.dueAt()).isEqualTo(now.plusSeconds(10));
        });
        now = now.plusSeconds(10);
        notifier().sendDue();
        assertThat(episodes.of("pingboard").getFirst().dueAt()).isEqualTo(now.plusSeconds(20));

        server = mailServer();
        server.start();
        notifier().sendDue();
        assertThat(subjects()).isEmpty();
        now = now.plusSeconds(20);
        notifier().sendDue();
        notifier().sendDue();

        assertThat(subjects()).hasSize(1);
        assertThat(episodes.of("pingboard").getFirst().mail()).isEqualTo(Mail.SENT);
    }

    @Test
    void a_known_failure_told_again_after_a_crash_still_opens_its_episode() {
        watch.saw(List.of(refused("pingboard", 1, "permanent", "c", Result.REFUSED)), Set.of());
        notifier().sendDue();

        assertThat(subjects()).hasSize(1);
    }

    @Test
    void an_app_whose_settings_come_late_is_still_told_about() {
        saw(refused("late", 1, "permanent", "c", Result.REFUSED));
        notifier().sendDue();
        configure("late", "ops@example.test", true);
        now = now.plusSeconds(10);
        notifier().sendDue();

        assertThat(subjects()).hasSize(1);
    }
}
