package dev.lockstep.e2e.torture.story;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A generated story.
 *
 * @param seed gives the same story again
 * @param groups the groups that each application is assigned to, by application; one without any is for everybody
 * @param grouped applications that have their groups written, and who is in them
 * @param happened every distinct event in the order in which it happened, poison and twins left out
 * @param sent everything in the order of sending: reordered, with repetitions, poison and twins
 * @param repeated events that are sent more than once
 * @param reordered events that are sent later than one of the same object that happened after them
 */
public record Story(long seed, Map<String, Set<String>> groups, Set<String> grouped, List<Event> happened, List<Event> sent, int repeated, int reordered) {

    /** The source that has versions, of people and groups. */
    public static final String HR = "hr";
    /** The source without versions. */
    public static final String DESK = "desk";
    /** Part of every surname and mail address: where it is found, there personal data is. */
    public static final String CANARY = "Qzxvelt";
    /** Value of an attribute that is not mapped: it may not reach any application. */
    public static final String UNMAPPED_CANARY = "wjqcanary";

    /** @return what has to be there before the story begins: only groups that are there can be assigned */
    public List<Event> beforehand() {
        return happened.stream().filter(e -> e.kind() == Event.Kind.GROUP && groups.values().stream().anyMatch(some -> some.contains(e.subject()))).toList();
    }

    /** @return everybody who ever joined */
    public Set<String> people() {
        return happened.stream().filter(e -> e.kind() == Event.Kind.JOIN).map(Event::subject).collect(java.util.stream.Collectors.toUnmodifiableSet());
    }
}
