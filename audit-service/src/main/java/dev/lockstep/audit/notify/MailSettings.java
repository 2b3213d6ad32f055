package dev.lockstep.audit.notify;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The mail server.
 *
 * @param host empty when there is none: then notifications are recorded as skipped
 * @param username empty when the server asks for none
 * @param from the sender's address
 * @param starttls whether the connection must be encrypted
 * @param retry wait before the second attempt; it doubles up to a quarter of an hour
 * @param poll how often other replicas' and postponed mails are looked for
 */
@ConfigurationProperties("lockstep.mail")
public record MailSettings(
        @DefaultValue("") String host,
        @DefaultValue("25") int port,
        @DefaultValue("") String username,
        @DefaultValue("") String password,
        @DefaultValue("lockstep@localhost") String from,
        @DefaultValue("false") boolean starttls,
        @DefaultValue("10s") Duration retry,
        @DefaultValue("5s") Duration poll) {

    @Override
    public String toString() {
        return "MailSettings[host=" + host + ", port=" + port + "]";
    }
}
