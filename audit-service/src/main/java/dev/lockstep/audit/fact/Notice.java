package dev.lockstep.audit.fact;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Facts about notifications, which the audit service itself brings about. */
public final class Notice {
    private Notice() {
    }

    /** The same for every attempt at the same episode's mail. */
    public static String letterId(String app, String code, Instant openedAt) {
        return FactId.ofNotice(app + "|" + code + "|" + openedAt.toEpochMilli());
    }

    public static Fact sent(String app, String code, Instant openedAt, Instant now, int attempts) {
        return notice(app, code, openedAt, now, Action.SUCCESS, "People were told by mail that provisioning fails (" + code + ").",
                Map.of("code", code, "attempts", attempts));
    }

    public static Fact skipped(String app, String code, Instant openedAt, Instant now, String why) {
        return notice(app, code, openedAt, now, Action.SKIPPED, "Nobody was told by mail that provisioning fails (" + code + "). " + why,
                Map.of("code", code));
    }

    private static Fact notice(String app, String code, Instant openedAt, Instant now, String status, String summary,
            Map<String, Object> detail) {
        return new Fact(letterId(app, code, openedAt), Facts.millis(now), Action.JOB, status, app, null, null, null, "service:audit",
                List.of(), summary, List.of(), List.of(), null, null, null, null, null, null, null, null, Map.copyOf(detail));
    }
}
