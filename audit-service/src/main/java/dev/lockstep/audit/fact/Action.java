package dev.lockstep.audit.fact;

import java.util.List;

/** The names that {@link Fact#action} and {@link Fact#status} can have. */
public final class Action {
    public static final String INPUT_ACCEPTED = "inputAccepted";
    public static final String JOB = "job";
    public static final String HOLD = "hold";
    public static final String READ = "read";

    public static final List<String> ALL = List.of("create", "update", "disable", "enable", "delete", "skip",
            INPUT_ACCEPTED, "inputRejected", "scope", JOB, "admin", "signIn", HOLD, "replay", READ);

    public static final String SUCCESS = "success";
    public static final String FAILURE = "failure";
    public static final String SKIPPED = "skipped";
    public static final String WARNING = "warning";

    public static final List<String> STATUSES = List.of(SUCCESS, FAILURE, SKIPPED, WARNING);

    private Action() {
    }
}
