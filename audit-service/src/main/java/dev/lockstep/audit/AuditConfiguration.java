package dev.lockstep.audit;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoDatabase;
import dev.lockstep.audit.ledger.Ledger;
import dev.lockstep.audit.ledger.MongoLedger;
import dev.lockstep.audit.notify.Episodes;
import dev.lockstep.audit.notify.FailureWatch;
import dev.lockstep.audit.notify.HttpHookPost;
import dev.lockstep.audit.notify.MailSettings;
import dev.lockstep.audit.notify.MongoEpisodes;
import dev.lockstep.audit.notify.NoticeRound;
import dev.lockstep.audit.notify.Notifier;
import dev.lockstep.audit.notify.Recipients;
import dev.lockstep.audit.notify.SmtpPost;
import dev.lockstep.audit.notify.WebhookKey;
import dev.lockstep.audit.notify.Webhooks;
import dev.lockstep.audit.recording.Recorder;
import dev.lockstep.contracts.Topic;
import dev.lockstep.kit.KitSettings;
import dev.lockstep.kit.consume.CompactedTopic;
import dev.lockstep.kit.consume.Inbox;
import dev.lockstep.kit.consume.Parking;
import dev.lockstep.kit.metrics.MeterCatalog;
import dev.lockstep.kit.net.AddressPolicy;
import dev.lockstep.kit.net.TargetSettings;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import org.apache.kafka.clients.admin.Admin;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** How the parts of the service fit together. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({AuditSettings.class, MailSettings.class, TargetSettings.class})
class AuditConfiguration {
    private static final Duration HOOK_CONNECT = Duration.ofSeconds(5);
    private static final Duration HOOK_TOTAL = Duration.ofSeconds(10);

    @Bean
    static MeterCatalog auditMeters() {
        return AuditMeters.CATALOG;
    }

    @Bean
    MongoDatabase auditDatabase(MongoClient client, @Value("${spring.mongodb.database}") String name) {
        return client.getDatabase(name);
    }

    @Bean
    Ledger ledger(MongoDatabase database, AuditSettings settings) {
        return new MongoLedger(database, Duration.ofDays(settings.retentionDays()));
    }

    @Bean
    Episodes episodes(MongoDatabase database, AuditSettings settings) {
        return new MongoEpisodes(database, settings.quiet());
    }

    @Bean
    Recipients recipients() {
        return new Recipients();
    }

    /** Takes the admin client so that the topic exists. */
    @Bean
    CompactedTopic appConfigs(@Value("${lockstep.kafka.brokers}") String brokers, Recipients recipients, Admin kafkaAdminClient) {
        return new CompactedTopic(brokers, Topic.APP_CONFIG, recipients);
    }

    @Bean
    NoticeRound mailRound(Episodes episodes, Recipients recipients, Ledger ledger, MailSettings mail,
            @Value("${lockstep.console-url}") String consoleUrl, Clock clock, MeterRegistry meters) {
        SmtpPost post = mail.host().isBlank() ? null : new SmtpPost(mail);
        return new NoticeRound("audit-mail", new Notifier(episodes, recipients, ledger, post, mail.retry(), consoleUrl, clock, meters)::sendDue, mail.poll());
    }

    @Bean(destroyMethod = "close")
    HttpHookPost hookPost(TargetSettings targets) {
        return new HttpHookPost(new AddressPolicy(targets.allowedTargets(), InetAddress::getAllByName), HOOK_CONNECT, HOOK_TOTAL);
    }

    @Bean
    NoticeRound webhookRound(Episodes episodes, Recipients recipients, Ledger ledger, HttpHookPost post, KitSettings kit, MailSettings mail, Clock clock,
            MeterRegistry meters) {
        return new NoticeRound("audit-webhook", new Webhooks(episodes, recipients, ledger, post, WebhookKey.in(kit.keysDirectory()), mail.retry(), clock,
                meters)::sendDue, mail.poll());
    }

    @Bean
    Inbox recordFacts(Ledger ledger, Episodes episodes, NoticeRound mailRound, NoticeRound webhookRound, Clock clock, Parking parking,
            MeterRegistry meters) {
        Runnable wake = () -> {
            mailRound.wake();
            webhookRound.wake();
        };
        return new Inbox("audit", parking, new Recorder(ledger, new FailureWatch(episodes, clock, wake), meters));
    }
}
