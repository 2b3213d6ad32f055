package dev.lockstep.audit.fact;

import org.jspecify.annotations.Nullable;

/** The scope decision in words. */
final class Reasons {
    private Reasons() {
    }

    /** @param reason as in {@code DesiredAccount.reason}; an unknown one is shown as it is */
    static String sentence(@Nullable String reason) {
        return switch (reason) {
            case null -> "Decided by the mapping service.";
            case "assigned" -> "In scope: assigned to the app.";
            case "allUsers" -> "In scope: the app takes all users.";
            case "unassigned" -> "Out of scope: no longer assigned to the app.";
            case "filteredOut" -> "Out of scope: a scoping filter excludes it.";
            case "softDeleted" -> "Out of scope: it has left the directory.";
            case "accountDisabled" -> "In scope: the account is disabled at the source.";
            case "purged" -> "Out of scope: it was removed from the directory for good.";
            default -> "Decided by the mapping service: " + reason + ".";
        };
    }
}
