package dev.lockstep.e2e.torture.story;

import dev.lockstep.e2e.torture.story.Event.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * What happens to the groups of a story. Some give access to an application and stay; teams give access to several, and may go
 * and come back; squads give none, come in the middle of the story, and go for good.
 */
final class Groups {
    private static final int MOST_SQUADS = 10;
    private static final int MOST_AT_ONCE = 8;

    /** Takes down what happens. */
    interface Scribe {
        void add(Kind kind, String subject, List<String> members);
    }

    private final Random random;
    private final Scribe scribe;
    private final List<String> all;
    private final List<String> teams;
    private final Set<String> away = new HashSet<>();
    private final Map<String, Set<String>> squads = new LinkedHashMap<>();
    private int squadsEver;

    /** @param doors groups that give access to one application */
    Groups(Random random, Scribe scribe, List<String> doors, List<String> teams) {
        this.random = random;
        this.scribe = scribe;
        this.all = new ArrayList<>(doors);
        this.teams = teams;
        all.addAll(teams);
    }

    /** @return those that people join and leave one by one */
    List<String> all() {
        return all;
    }

    /** @return the share of people who are in it from their first day */
    double shareFromStart(String group) {
        return teams.contains(group) ? 0.1 : 0.3;
    }

    void begin() {
        all.forEach(group -> scribe.add(Kind.GROUP, group, List.of()));
    }

    /** @param people who are, or will be, there */
    void something(List<String> people) {
        int dice = random.nextInt(100);
        if (squads.isEmpty() || dice < 12 && squads.size() < MOST_SQUADS) {
            String squad = "squad-" + ++squadsEver;
            squads.put(squad, new LinkedHashSet<>());
            scribe.add(Kind.GROUP, squad, List.of());
            come(squad, people);
        } else if (dice < 50) {
            come(any(List.copyOf(squads.keySet())), people);
        } else if (dice < 68) {
            go(any(List.copyOf(squads.keySet())));
        } else if (dice < 84) {
            List<String> named = new ArrayList<>(all);
            named.addAll(squads.keySet());
            scribe.add(Kind.GROUP_RENAME, any(named), List.of());
        } else if (dice < 92) {
            String team = any(teams);
            boolean returns = away.remove(team);
            if (!returns) {
                away.add(team);
            }
            scribe.add(returns ? Kind.GROUP_RETURN : Kind.GROUP_LEAVE, team, List.of());
        } else {
            String squad = any(List.copyOf(squads.keySet()));
            squads.remove(squad);
            scribe.add(Kind.GROUP_PURGE, squad, List.of());
        }
    }

    private void come(String squad, List<String> people) {
        Set<String> members = squads.getOrDefault(squad, Set.of());
        Set<String> come = new LinkedHashSet<>();
        for (int i = random.nextInt(MOST_AT_ONCE) + 1; i > 0; i--) {
            String person = any(people);
            if (!members.contains(person)) {
                come.add(person);
            }
        }
        if (!come.isEmpty()) {
            members.addAll(come);
            scribe.add(Kind.GROUP_JOIN, squad, List.copyOf(come));
        }
    }

    private void go(String squad) {
        Set<String> members = squads.getOrDefault(squad, Set.of());
        List<String> gone = members.stream().filter(_ -> random.nextInt(3) == 0).limit(MOST_AT_ONCE).toList();
        if (!gone.isEmpty()) {
            gone.forEach(members::remove);
            scribe.add(Kind.GROUP_EXIT, squad, gone);
        }
    }

    private String any(List<String> some) {
        return some.get(random.nextInt(some.size()));
    }
}
