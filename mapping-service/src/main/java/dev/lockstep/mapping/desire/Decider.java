package dev.lockstep.mapping.desire;

import dev.lockstep.contracts.AppConfig.OnPurge;
import dev.lockstep.contracts.DesiredAccount;
import dev.lockstep.contracts.DesiredAccount.Conditions;
import dev.lockstep.contracts.DesiredAccount.Operation;
import dev.lockstep.contracts.DesiredAccount.State;
import dev.lockstep.mapping.directory.Lifecycle;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Decides for one app and one person, always from the whole person.
 *
 * <p>Each decision is published with a single write before it: the decision document holds version, hash and the position
 * of the record that triggered it. Wherever the process dies, the records come again:
 * <ul>
 * <li>before the write: the decision is made anew;
 * <li>between write and acknowledgement: the hash is unchanged but the trigger is the same record, so the same version is
 *     published again;
 * <li>after the acknowledgement, before the commit: the same once more; the writer knows the version already. What is read
 *     together with it for the first time makes a new version, for the record.
 * </ul>
 * An unchanged hash with another trigger publishes nothing, except when somebody asks ({@code requestId}) or a sync meets
 * the person for the first time ({@code syncId}): then it is published with a higher version.
 */
public final class Decider {
    private static final String NO_HASH = "";
    private static final String USER_NAME = "userName";

    private Decider() {
    }

    /**
     * @param assigned directly or through nested groups
     * @param previous null when nothing was decided before
     */
    public static Outcome decide(
            Subject subject, AppRules rules, boolean assigned, @Nullable Decision previous, Asked asked, Instant now) {
        boolean purged = subject.lifecycle() == Lifecycle.PURGED;
        Wish wish = wish(subject, rules, assigned, previous, now);
        State state = wish.state();
        if (state == null) {
            return none(subject, rules, previous, asked, wish.reason());
        }
        UserMapping.Mapped mapped = wish.mapped();
        Conditions conditions = wish.leftAlone() ? untouched(rules.mapping().conditions()) : rules.mapping().conditions();
        String hash = Fingerprint.of(state, mapped, conditions);
        String problems = purged ? "" : problems(mapped.failures());
        OptionalLong version = News.version(previous, state, hash, problems, asked);
        if (version.isEmpty()) {
            return new Outcome.Same();
        }
        Decision decision = new Decision(
                rules.app(), subject.objectId(), version.getAsLong(), state, hash, wish.reason(), asked.trigger(), News.syncId(previous, asked), problems);
        return new Outcome.Publish(decision, desired(decision, mapped, conditions, asked, News.removals(previous, state, asked)), purged ? List.of() : mapped.failures());
    }

    /** What the rules want, whoever asks. */
    public static Wish wish(Subject subject, AppRules rules, boolean assigned, @Nullable Decision previous, Instant now) {
        Verdict verdict = Verdict.of(subject, rules, assigned);
        boolean purged = subject.lifecycle() == Lifecycle.PURGED;
        String reason = purged ? "purged" : verdict.reason();
        State state = state(verdict, purged, rules, previous);
        UserMapping.Mapped mapped = switch (state) {
            case null -> EMPTY;
            case DELETED -> EMPTY;
            case PRESENT, DISABLED -> {
                UserMapping.Mapped all = rules.mapping().map(
                        subject.withSoftDeleted(!verdict.inScope()), now, rules.chance(subject.objectId()));
                yield purged ? onlyActive(all) : all;
            }
        };
        return new Wish(state, reason, mapped, rules.leaveAlone() && state == State.DISABLED);
    }

    /** Null when no account is or was wanted. */
    private static @Nullable State state(Verdict verdict, boolean purged, AppRules rules, @Nullable Decision previous) {
        if (verdict.inScope()) {
            return State.PRESENT;
        }
        if (previous == null || previous.state() == null) {
            return null;
        }
        if (previous.state() == State.DELETED) {
            // The account is gone, or about to be; who is not wanted does not get it back.
            return State.DELETED;
        }
        // A person whose account was left alone is nobody's business any more, also when it is deleted for good.
        boolean deletes = !(rules.leaveAlone() && previous.state() == State.DISABLED) && rules.onPurge() == OnPurge.DELETE && rules.mapping().conditions().operations().contains(Operation.DELETE);
        return purged && deletes ? State.DELETED : State.DISABLED;
    }

    /** The account is not wanted any more, and nothing may be done to it. */
    static Conditions untouched(Conditions conditions) {
        return new Conditions(Set.of(), Set.of(), conditions.redacted());
    }

    private static Outcome none(Subject subject, AppRules rules, @Nullable Decision previous, Asked asked, String reason) {
        boolean again = News.again(previous, asked);
        boolean news = previous == null || !previous.reason().equals(reason);
        if (!again && !news && asked.requestId() == null) {
            return new Outcome.Same();
        }
        return new Outcome.Explain(new Decision(rules.app(), subject.objectId(), previous == null ? 0 : previous.version(),
                null, NO_HASH, reason, asked.trigger(), asked.syncId(), ""));
    }

    static final UserMapping.Mapped EMPTY =
            new UserMapping.Mapped("", Map.of(), Map.of(), Set.of(), Map.of(), List.of(), List.of());

    /** Nothing personal is left of a purged person: the account that exists is switched off, and that is all. */
    private static UserMapping.Mapped onlyActive(UserMapping.Mapped all) {
        Object active = all.attributes().get("active");
        return new UserMapping.Mapped("", Map.of("active", active == null ? false : active),
                Map.of(), Set.of(), Map.of(), List.of(), List.of());
    }

    static String problems(List<UserMapping.Failure> failures) {
        return failures.stream().map(f -> f.targetAttribute() + " " + f.code()).sorted().collect(Collectors.joining("\n"));
    }

    static DesiredAccount desired(Decision decision, UserMapping.Mapped mapped, Conditions conditions, Asked asked,
            @Nullable Integer removals) {
        State state = decision.state() == null ? State.DISABLED : decision.state();
        return new DesiredAccount(
                decision.app(), decision.type(), decision.objectId(), state, decision.version(),
                mapped.redacted().contains(USER_NAME) ? Conditions.REDACTED : mapped.userName(),
                mapped.attributes(), mapped.onCreateOnly(), mapped.cleared(), mapped.references(), mapped.matching(),
                decision.reason(), decision.hash(), asked.causes(), asked.lane(), asked.syncId(), asked.requestId(),
                asked.initiator(), asked.sourceAt(), asked.acceptedAt(), with(conditions, mapped.redacted()), removals);
    }

    /** Null when there is nothing to say, so that messages are as short as before. */
    private static @Nullable Conditions with(Conditions conditions, Set<String> redacted) {
        Conditions all = new Conditions(conditions.operations(), conditions.always(), redacted);
        return all.equals(Conditions.NONE) ? null : all;
    }
}
