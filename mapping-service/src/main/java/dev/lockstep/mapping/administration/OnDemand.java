package dev.lockstep.mapping.administration;

import dev.lockstep.contracts.DesiredAccount;
import dev.lockstep.contracts.Lane;
import dev.lockstep.contracts.ObjectType;
import dev.lockstep.contracts.Reevaluate;
import dev.lockstep.kit.publish.Publisher;
import dev.lockstep.kit.web.Problem;
import dev.lockstep.mapping.desire.AppRules;
import dev.lockstep.mapping.desire.Asked;
import dev.lockstep.mapping.desire.Decider;
import dev.lockstep.mapping.desire.Decision;
import dev.lockstep.mapping.desire.GroupDecider;
import dev.lockstep.mapping.desire.Outcome;
import dev.lockstep.mapping.desire.Subject;
import dev.lockstep.mapping.desire.UserMapping;
import dev.lockstep.mapping.desire.Verdict;
import dev.lockstep.mapping.directory.DirectoryObject;
import dev.lockstep.mapping.directory.Lifecycle;
import dev.lockstep.mapping.planning.AppCatalog;
import dev.lockstep.mapping.planning.AppCatalog.RunningApp;
import dev.lockstep.mapping.planning.DecisionStore;
import dev.lockstep.mapping.planning.Entitlements;
import dev.lockstep.mapping.planning.Facts;
import dev.lockstep.mapping.planning.ObjectStore;
import dev.lockstep.mapping.planning.PrecedenceStore;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Provision on demand, as far as this service goes: import the person or group, determine the scope, and ask its owner to decide. */
public final class OnDemand {
    private final AppCatalog apps;
    private final ObjectStore objects;
    private final Entitlements entitlements;
    private final DecisionStore decisions;
    private final PrecedenceStore precedences;
    private final Publisher publisher;
    private final Clock clock;

    public OnDemand(AppCatalog apps, ObjectStore objects, Entitlements entitlements, DecisionStore decisions,
            PrecedenceStore precedences, Publisher publisher, Clock clock) {
        this.apps = apps;
        this.objects = objects;
        this.entitlements = entitlements;
        this.decisions = decisions;
        this.precedences = precedences;
        this.publisher = publisher;
        this.clock = clock;
    }

    /**
     * @param status {@code success}, {@code failure} or {@code skipped}
     * @param detail for people
     * @param facts the same for programs: attributes, failed mappings, the parts of the scope
     */
    public record Step(String name, String status, String detail, Map<String, @Nullable Object> facts) {
    }

    /** @param desired what would be, or is, published; null when no account is or was wanted */
    public record Answer(List<Step> steps, @Nullable DesiredAccount desired) {
    }

    /** @param type of the object; for a group its memberships follow by themselves */
    public Answer run(String appId, ObjectType type, String objectId, boolean dryRun, String requestId, String by) {
        RunningApp app = apps.current().stream().filter(a -> a.app().id().equals(appId)).findFirst()
                .orElseThrow(() -> Problem.notFound("The app", "List the apps with GET /api/v1/apps."));
        boolean group = type == ObjectType.GROUP;
        AppRules rules = group ? app.groups() : app.rules();
        if (rules == null) {
            return nothing("skipped", "Groups are not written to this app.");
        }
        DirectoryObject object = objects.byIds(List.of(objectId)).get(objectId);
        if (object == null || object.type() != type) {
            return nothing("failure", "The directory has no " + noun(group) + " with this objectId.");
        }
        Subject subject = Subject.of(object, precedences.precedence());
        List<String> id = List.of(objectId);
        boolean assigned = (group ? entitlements.direct(id) : entitlements.appsOf(id)).getOrDefault(objectId, Set.of()).contains(appId);
        Instant now = clock.instant();
        Decision previous = decisions.byIds(List.of(appId + "/" + objectId)).get(appId + "/" + objectId);
        Asked asked = new Asked(Set.of(), "", List.of(), Lane.ON_DEMAND, null, requestId, by, object.sourceAt(), object.acceptedAt());
        Outcome outcome = group ? GroupDecider.decide(subject, rules, assigned, previous, asked, now)
                : Decider.decide(subject, rules, assigned, previous, asked, now);
        DesiredAccount desired = outcome instanceof Outcome.Publish publish ? publish.desired() : null;
        List<UserMapping.Failure> failures = outcome instanceof Outcome.Publish publish ? publish.failures() : List.of();
        List<Step> steps = List.of(imported(subject, failures, group), scope(subject, Verdict.of(subject, rules, assigned), rules, group));
        if (!dryRun) {
            publisher.publish(List.of(Facts.reevaluate("on-demand/" + requestId, now, new Reevaluate(type, objectId,
                    appId, List.of(), Lane.ON_DEMAND, null, requestId, by))));
        }
        return new Answer(steps, desired);
    }

    private static Answer nothing(String status, String detail) {
        return new Answer(List.of(new Step("import", status, detail, Map.of()),
                new Step("scope", "skipped", "There is nobody to decide about.", Map.of())), null);
    }

    private static String noun(boolean group) {
        return group ? "group" : "user";
    }

    private static Step imported(Subject subject, List<UserMapping.Failure> failures, boolean group) {
        String detail = subject.lifecycle() == Lifecycle.PURGED
                ? "The " + noun(group) + " was deleted for good; no attributes are kept."
                : "The " + noun(group) + " was read from the directory with " + subject.attributes().size() + " attributes.";
        for (UserMapping.Failure failure : failures) {
            detail += " The mapping of " + failure.targetAttribute() + " failed: " + failure.message();
        }
        return new Step("import", "success", detail, Map.of("attributes", subject.attributes(), "mappingFailures", failures));
    }

    private static Step scope(Subject subject, Verdict verdict, AppRules rules, boolean group) {
        List<UserMapping.Clause> filters = rules.mapping().clauses(subject.attributes());
        String reason = subject.lifecycle() == Lifecycle.PURGED ? "purged" : verdict.reason();
        StringBuilder detail = new StringBuilder(verdict.inScope() ? "In scope: " : "Not in scope: ")
                .append(group ? Facts.groupSentence(reason) : Facts.sentence(reason)).append('.')
                .append(" Active in source system: ").append(yes(verdict.present() && verdict.enabled()))
                .append(" Assigned to application: ").append(yes(verdict.assigned()))
                .append(" Scope sync all: ").append(yes(verdict.everybody()));
        filters.forEach(clause -> detail.append(" Filter ").append(clause.text()).append(": ").append(yes(clause.met())));
        Map<String, @Nullable Object> facts = new LinkedHashMap<>();
        facts.put("activeInSourceSystem", verdict.present() && verdict.enabled());
        facts.put("assignedToApplication", verdict.assigned());
        facts.put("scopeSyncAll", verdict.everybody());
        facts.put("passesScopingFilter", verdict.passesFilter());
        facts.put("filters", filters);
        return new Step("scope", verdict.inScope() ? "success" : "skipped", detail.toString(), facts);
    }

    private static String yes(boolean is) {
        return is ? "yes." : "no.";
    }
}
