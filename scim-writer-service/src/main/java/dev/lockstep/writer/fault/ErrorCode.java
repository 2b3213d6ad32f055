package dev.lockstep.writer.fault;

/** The catalogue of errors: what happened, the likely cause, the next step. Texts are for people and hold no personal value. */
public enum ErrorCode {
    UNRESOLVED("unresolved", "transient", "The host name of the Tenant URL has no address.",
            "A name that does not exist, or a name server that does not answer.", "Check the Tenant URL and this machine's name service."),
    UNREACHABLE("unreachable", "transient", "No connection to the target could be opened.",
            "The target is down, or a firewall is in between.", "Nothing to do if the target is only down: attempts go on."),
    TIMEOUT("timeout", "transient", "The target did not answer in time.",
            "The target is overloaded.", "Nothing: the account is looked up before anything is written again."),
    BROKEN_OFF("broken-off", "transient", "The connection ended before the answer was complete.",
            "The target or a proxy closed it.", "Nothing: the account is looked up before anything is written again."),
    SERVER_ERROR("server-error", "transient", "The target answered with an internal error (5xx).",
            "A fault or a restart of the target.", "If it stays, tell the target's operator."),
    UNCLEAR("unclear-answer", "transient", "The target answered with success, but not with an account.",
            "A proxy or a sign-in page answers in the target's place, or the target is no SCIM server.", "Run the connection test."),
    ACCEPTED_ONLY("accepted-only", "transient", "The target accepted the request without saying that it was carried out (202).",
            "The target works in the background.", "Nothing: the account is looked up until it appears."),
    THROTTLED("throttled", "transient", "The target asks to come back later.",
            "More calls than the target allows.", "Lower the app's calls per second if it happens often."),
    CONFLICT("conflict", "conflict", "The target has another account with a value that must be unique there.",
            "An account that the matching attributes do not find, for instance with the same mail address.",
            "Correct the value, or the matching attributes, or remove the other account."),
    DUPLICATE_IN_TARGET("duplicate-in-target", "conflict", "Several accounts in the target have the matching value.",
            "Duplicates in the target, or a matching attribute that is not unique.", "Remove the duplicates, or match by another attribute."),
    LINKED_ELSEWHERE("linked-elsewhere", "conflict", "The matching account belongs to another person already.",
            "Two people with the same matching value.", "Correct the matching value of one of the two."),
    FOREIGN_ACCOUNT("foreign-account", "conflict", "An account with the matching value exists and carries another external id.",
            "Another system made it for somebody else.", "Correct its external id in the target, or the matching attributes."),
    REFUSED_VALUE("refused-value", "permanent", "The target refuses a value.",
            "A value of the wrong form, or a required one is missing.", "Correct the value in the source or the mapping; the next change is attempted at once."),
    REFUSED_ATTRIBUTE("refused-attribute", "permanent", "The target does not know an attribute, or does not let it be changed.",
            "The mapping names an attribute that the target has not.", "Remove the attribute from the mapping or correct its path."),
    REFUSED("refused", "permanent", "The target refuses the request.",
            "A rule of the target, for instance a licence limit.", "See the target's own log for the reason."),
    TOO_LARGE("too-large", "permanent", "The request or the answer is larger than allowed.",
            "An attribute with a very long value, or a target that answers with more than one account.", "Shorten the value."),
    FILTER_IGNORED("filter-ignored", "permanent", "The target answers a search with accounts that do not match.",
            "The target does not understand the filter.", "Match by an attribute that the target can search."),
    CANNOT_LOOK_UP("cannot-look-up", "transient", "Whether the account exists cannot be found out.",
            "The target refuses searches or gives no complete list.", "Check in the target whether the account exists, then ask for it again."),
    NO_MATCHING_VALUE("no-matching-value", "permanent", "The account has no value for any matching attribute.",
            "The source has no value there.", "Give the person a value for the matching attribute."),
    VANISHED("vanished", "transient", "The linked account is no longer in the target.",
            "It was deleted there.", "Nothing: it is looked up, and made again if it should exist."),
    STALE("stale", "transient", "The account in the target is not as Lockstep last wrote it.",
            "Somebody changed it there.", "Nothing: it is read and compared again."),
    CREDENTIALS("credentials-refused", "appWide", "The target refuses the credentials (401 or 403).",
            "The secret token has expired or was revoked, or lacks permissions.", "Enter a new secret token."),
    WRONG_URL("wrong-url", "appWide", "The target does not know this address (404 for the list of users).",
            "The Tenant URL is wrong.", "Correct the Tenant URL; it usually ends in /scim or /scim/v2."),
    MOVED("moved", "appWide", "The target answers with a redirect, which is never followed.",
            "The Tenant URL has changed.", "Enter the new Tenant URL."),
    CERTIFICATE("certificate", "appWide", "The target's certificate is not trusted, or no common TLS version was found.",
            "An expired or self-signed certificate, or one for another host.", "Have the certificate renewed; there is no switch to ignore it."),
    ADDRESS_REFUSED("address-refused", "appWide", "The Tenant URL leads to an address that must not be called.",
            "A private, loopback or reserved address, plain http, or an unusual port.",
            "If the target is really there, the operator of this installation permits it with lockstep.allowed-targets."),
    SECRET_UNREADABLE("secret-unreadable", "appWide", "The app's secret cannot be opened with this installation's key.",
            "It was sealed for another key.", "Enter the secret token again."),
    NOT_CONFIGURED("not-configured", "appWide", "The app has no Tenant URL or no credentials.",
            "It was never completed.", "Enter the Tenant URL and the secret token."),
    TARGET_DOWN("target-down", "appWide", "The target has not answered properly for a long time.",
            "An outage of the target, or an address that leads nowhere any more.",
            "Ask the target's operator; check the Tenant URL with the connection test. Attempts go on by themselves when it answers."),
    TOO_MANY_FAILURES("too-many-failures", "appWide", "Many different accounts fail: 40 % or more of the last ones.",
            "A mapping that does not fit the target, a licence that is used up, or missing permissions.",
            "Look at the failures, correct the mapping or the target, then save the app's settings or wait for the next try."),
    EFFECT_NOT_CONFIRMED("effect-not-confirmed", "transient", "The target accepted the removal, but the account is still there and active when it is read back.",
            "A target whose reads lag behind its writes, or one that ignores the change.",
            "Nothing if it passes: the account is read again. If it stays, disable the account by hand and ask the target's operator."),
    PROTECTED("protected-account", "permanent", "The account is protected: Lockstep neither disables nor deletes it.",
            "It stands in the app's removalThreshold.protectedAccounts.", "Remove it by hand, or take it off the list and ask again."),
    REMOVAL_HELD("removal-held", "hold", "More accounts would be removed than the app's threshold allows within the window.",
            "Many people left at once, or an assignment, a filter or a source lost many people by mistake.",
            "Look at the held removals, then release or reject them."),
    REMOVAL_REJECTED("removal-rejected", "hold", "A person rejected the removal: the account stays as it is.",
            "The removal was a mistake.", "Correct the source, the assignment or the filter; the next change of the person counts again."),
    UNAVAILABLE("target-unavailable", "appWide", "The target fails so often that calls are paused.",
            "An outage of the target.", "Nothing: a probe finds out when it is back.");

    private final String code;
    private final String type;
    private final String happened;
    private final String cause;
    private final String next;

    ErrorCode(String code, String type, String happened, String cause, String next) {
        this.code = code;
        this.type = type;
        this.happened = happened;
        this.cause = cause;
        this.next = next;
    }

    public String code() {
        return code;
    }

    /** {@code transient}, {@code permanent}, {@code conflict}, {@code appWide} or {@code hold}. */
    public String type() {
        return type;
    }

    public String happened() {
        return happened;
    }

    public String likelyCause() {
        return cause;
    }

    public String next() {
        return next;
    }
}
