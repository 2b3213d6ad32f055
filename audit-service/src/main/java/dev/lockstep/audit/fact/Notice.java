package dev.lockstep.audit.fact;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Facts about notifications, which the audit service itself brings about. */
public final class Notice {
    private Notice() {
    }

    /** Names an episode: the same for every attempt at its mail and its webhook call. */
    public static String letterId(String app, String code, Instant openedAt) {
        return FactId.ofNotice(app + "|" + code + "|" + openedAt.toEpochMilli());
    }

    public static Fact sent(String app, String code, Instant openedAt, Instant now, int attempts) {
        return notice(letterId(app, code, openedAt), app, now, Action.SUCCESS, "People were told by mail that provisioning fails (" + code + ").",
                Map.of("code", code, "attempts", attempts));
    }

    public static Fact skipped(String app, String code, Instant openedAt, Instant now, String why) {
        return notice(letterId(app, code, openedAt), app, now, Action.SKIPPED, "Nobody was told by mail that provisioning fails (" + code + "). " + why,
                Map.of("code", code));
    }

    public static Fact called(String app, String code, Instant openedAt, Instant now, int attempts) {
        return notice(callId(app, code, openedAt), app, now, Action.SUCCESS, "The app's webhook was told that provisioning fails (" + code + ").",
                Map.of("code", code, "attempts", attempts));
    }

    public static Fact notCalled(String app, String code, Instant openedAt, Instant now, String why) {
        return notice(callId(app, code, openedAt), app, now, Action.SKIPPED, "The app's webhook was not told that provisioning fails (" + code + "). " + why,
                Map.of("code", code));
    }

    private static String callId(String app, String code, Instant openedAt) {
        return FactId.ofNotice(app + "|" + code + "|" + openedAt.toEpochMilli() + "|webhook");
    }

    private static Fact notice(String id, String app, Instant now, String status, String summary, Map<String, Object> detail) {
        return new Fact(id, Facts.millis(now), Action.JOB, status, app, null, null, null, "service:audit",
                List.of(), summary, List.of(), List.of(), null, null, null, null, null, null, null, null, Map.copyOf(detail));
    }
}
