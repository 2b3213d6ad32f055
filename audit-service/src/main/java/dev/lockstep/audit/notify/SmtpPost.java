package dev.lockstep.audit.notify;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import org.springframework.mail.MailException;
import org.springframework.mail.javamail.JavaMailSenderImpl;

/** The configured SMTP server. */
public final class SmtpPost implements Post {
    private static final String TIMEOUT_MS = "10000";

    private final JavaMailSenderImpl server = new JavaMailSenderImpl();
    private final String from;

    public SmtpPost(MailSettings settings) {
        from = settings.from();
        server.setHost(settings.host());
        server.setPort(settings.port());
        server.setDefaultEncoding(StandardCharsets.UTF_8.name());
        Properties smtp = server.getJavaMailProperties();
        smtp.setProperty("mail.smtp.connectiontimeout", TIMEOUT_MS);
        smtp.setProperty("mail.smtp.timeout", TIMEOUT_MS);
        smtp.setProperty("mail.smtp.writetimeout", TIMEOUT_MS);
        smtp.setProperty("mail.smtp.starttls.enable", String.valueOf(settings.starttls()));
        smtp.setProperty("mail.smtp.starttls.required", String.valueOf(settings.starttls()));
        smtp.setProperty("mail.smtp.ssl.checkserveridentity", "true");
        if (!settings.username().isEmpty()) {
            server.setUsername(settings.username());
            server.setPassword(settings.password());
            smtp.setProperty("mail.smtp.auth", "true");
        }
    }

    @Override
    public void send(Letter letter, String id) throws NotSent {
        try {
            MimeMessage message = server.createMimeMessage();
            message.setFrom(new InternetAddress(from, true));
            message.setRecipient(MimeMessage.RecipientType.TO, new InternetAddress(letter.to(), true));
            message.setSubject(letter.subject(), StandardCharsets.UTF_8.name());
            message.setText(letter.text(), StandardCharsets.UTF_8.name());
            message.setHeader("Message-ID", "<" + id + "@lockstep>");
            message.setHeader("Auto-Submitted", "auto-generated");
            server.send(message);
        } catch (MailException | MessagingException e) {
            // The text of the exception may name the recipient.
            throw new NotSent(e.getClass().getSimpleName());
        }
    }
}
