package dev.lockstep.e2e.torture.story;

import dev.lockstep.e2e.torture.story.Event.Expected;
import dev.lockstep.e2e.torture.story.Event.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** Makes a story from a seed. */
public final class Teller {
    private static final double REPEATED = 0.2;
    private static final double REORDERED = 0.2;
    private static final double POISONED = 0.01;
    private static final int WINDOW = 20;
    private static final List<String> TEAMS = List.of("team-1", "team-2");
    /** Of a hundred events that happen to somebody who is there. */
    private static final int OF_GROUPS = 5;

    private static final class Someone {
        final String id;
        String userName;
        boolean present = true;
        boolean purged;
        final Set<String> groups = new HashSet<>();

        Someone(String id, String userName) {
            this.id = id;
            this.userName = userName;
        }
    }

    private final Random random;
    private final Map<String, Set<String>> assigned = new TreeMap<>();
    private final Set<String> grouped;
    private final Groups groups;
    private final List<Someone> people = new ArrayList<>();
    private final List<Event> happened = new ArrayList<>();
    private final Map<String, Long> versions = new HashMap<>();
    private int count;

    private Teller(long seed, List<String> apps, String forEverybody, Set<String> grouped) {
        this.random = new Random(seed);
        this.grouped = grouped;
        List<String> doors = new ArrayList<>();
        for (String app : apps) {
            if (!app.equals(forEverybody)) {
                doors.add("group-" + app);
                assigned.put(app, new TreeSet<>(Set.of("group-" + app)));
                if (grouped.contains(app)) {
                    assigned.get(app).addAll(TEAMS);
                }
            }
        }
        this.groups = new Groups(random, (kind, group, members) -> add(kind, group, Map.of(), members), doors, TEAMS);
    }

    /**
     * @param forEverybody the application without a group: everybody who is there has an account in it
     * @param grouped the applications that have their groups written; teams are assigned to them, and the one for everybody has all groups
     * @param people how many join; each of them needs about three events
     * @param events distinct ones, without poison and twins
     */
    public static Story tell(long seed, List<String> apps, String forEverybody, Set<String> grouped, int people, int events) {
        Teller teller = new Teller(seed, apps, forEverybody, grouped);
        teller.groups.begin();
        while (teller.count < events) {
            boolean young = teller.people.size() < people
                    && teller.random.nextDouble() < 0.1 + 0.9 * (people - teller.people.size()) / Math.max(1.0, (events - teller.count) / 2.0);
            if (young || teller.people.size() < 5) {
                teller.join();
            } else {
                teller.something();
            }
        }
        return teller.send(seed);
    }

    private void join() {
        String id = id(people.size() + 1);
        Someone someone = new Someone(id, "%s.%s@acme.test".formatted(id, Story.CANARY.toLowerCase(java.util.Locale.ROOT)));
        people.add(someone);
        add(Kind.JOIN, id, whole(someone), List.of());
        for (String group : groups.all()) {
            if (random.nextDouble() < groups.shareFromStart(group)) {
                someone.groups.add(group);
                add(Kind.GROUP_JOIN, group, Map.of(), List.of(id));
            }
        }
    }

    private static String id(int number) {
        return "p%05d".formatted(number);
    }

    private Map<String, Object> whole(Someone someone) {
        Map<String, Object> attributes = new LinkedHashMap<>();
        attributes.put("userPrincipalName", someone.userName);
        attributes.put("mail", someone.userName);
        attributes.put("givenName", "Given" + random.nextInt(1000));
        attributes.put("surname", Story.CANARY + someone.id);
        attributes.put("displayName", "Display " + someone.id + " " + Story.CANARY);
        attributes.put("department", "Department " + random.nextInt(20));
        attributes.put("employeeId", "E" + someone.id);
        attributes.put("extensionAttribute1", Story.UNMAPPED_CANARY + someone.id);
        if (people.size() > 1) {
            attributes.put("manager", people.get(random.nextInt(people.size())).id);
        }
        return attributes;
    }

    private void something() {
        if (random.nextInt(100) < OF_GROUPS) {
            // Now and then somebody is in a group who is still to come.
            groups.something(IntStream.rangeClosed(1, people.size() + 3).mapToObj(Teller::id).toList());
            return;
        }
        Someone someone = people.get(random.nextInt(people.size()));
        if (someone.purged) {
            return;
        }
        if (!someone.present) {
            someone.present = true;
            boolean whole = random.nextBoolean();
            add(whole ? Kind.REHIRE : Kind.RETURN, someone.id, whole ? whole(someone) : Map.of(), List.of());
            return;
        }
        int dice = random.nextInt(100);
        if (dice < 6) {
            someone.present = false;
            add(Kind.LEAVE, someone.id, Map.of(), List.of());
        } else if (dice < 12) {
            someone.userName = "%s.%s.r%d@acme.test".formatted(someone.id, Story.CANARY.toLowerCase(java.util.Locale.ROOT), count);
            add(Kind.RENAME, someone.id, Map.of("userPrincipalName", someone.userName, "mail", someone.userName), List.of());
        } else if (dice < 22) {
            add(Kind.MANAGER, someone.id, Map.of("manager", people.get(random.nextInt(people.size())).id), List.of());
        } else if (dice < 42) {
            toggle(someone);
        } else if (dice < 50) {
            add(Kind.PHONE, someone.id, Map.of("mobile", "+49 151 " + (1_000_000 + count)), List.of());
        } else if (dice < 51) {
            someone.purged = true;
            someone.present = false;
            add(Kind.PURGE, someone.id, Map.of(), List.of());
        } else {
            add(Kind.MOVE, someone.id, Map.of("department", "Department " + random.nextInt(20)), List.of());
        }
    }

    private void toggle(Someone someone) {
        String group = groups.all().get(random.nextInt(groups.all().size()));
        boolean joins = someone.groups.add(group);
        if (!joins) {
            someone.groups.remove(group);
        }
        add(joins ? Kind.GROUP_JOIN : Kind.GROUP_EXIT, group, Map.of(), List.of(someone.id));
    }

    /** Every event that carries attributes carries its version in the title, or a group's name, so that a target's journal shows the order. */
    private void add(Kind kind, String subject, Map<String, Object> attributes, List<String> members) {
        count++;
        boolean desk = kind == Kind.PHONE;
        Long version = desk ? null : versions.merge(subject, 1L, Long::sum);
        Map<String, Object> all = new LinkedHashMap<>(attributes);
        if (kind == Kind.JOIN || kind == Kind.MOVE || kind == Kind.RENAME || kind == Kind.MANAGER || kind == Kind.REHIRE) {
            all.put("jobTitle", "Title " + version);
        } else if (kind == Kind.GROUP || kind == Kind.GROUP_RENAME) {
            all.put("displayName", subject + " v" + version);
        }
        happened.add(new Event(count, kind, desk ? Story.DESK : Story.HR, "e" + count, subject, version, all, members, Expected.ACCEPTED));
    }

    // --- how it is sent

    private Story send(long seed) {
        Set<String> purged = new HashSet<>();
        happened.stream().filter(e -> e.kind() == Kind.PURGE || e.kind() == Kind.GROUP_PURGE).forEach(e -> purged.add(e.subject()));
        TreeMap<Double, Event> places = new TreeMap<>();
        for (int i = 0; i < happened.size(); i++) {
            Event event = happened.get(i);
            // First words and what has no version are sent in order; so is everybody, and every group, that will be purged.
            boolean mayMove = event.version() != null && event.version() > 1 && !purged.contains(event.subject());
            boolean moves = mayMove && random.nextDouble() < REORDERED;
            put(places, i + (moves ? 1 + random.nextInt(WINDOW) * 10.0 : 0), event);
        }
        int repeated = 0;
        int extra = 0;
        for (Map.Entry<Double, Event> each : List.copyOf(places.entrySet())) {
            Event event = each.getValue();
            if (random.nextDouble() < REPEATED) {
                repeated++;
                put(places, each.getKey() + random.nextInt(40), event);
            }
            if (random.nextDouble() < POISONED) {
                extra++;
                put(places, each.getKey(), poison(extra, event));
            }
            if (event.isOfUser() && event.version() != null && random.nextDouble() < POISONED / 2) {
                extra++;
                put(places, each.getKey() + 30, new Event(0, Kind.TWIN, event.source(), event.id(), event.subject(), event.version(),
                        Map.of("jobTitle", "Title twin " + extra), List.of(), Expected.REJECTED));
            }
        }
        List<Event> sent = List.copyOf(places.values());
        return new Story(seed, Map.copyOf(assigned), Set.copyOf(grouped), List.copyOf(happened), sent, repeated, reordered(sent));
    }

    private static Event poison(int number, Event near) {
        return near.isOfUser()
                ? new Event(number, Kind.POISON, Story.HR, "poison-" + number, near.subject(), 1L, Map.of("jobTitle", "Poison " + number), List.of(), Expected.REJECTED)
                : new Event(number, Kind.GROUP_POISON, Story.HR, "poison-" + number, near.subject(), 1L, Map.of(), List.of("poison"), Expected.REJECTED);
    }

    private void put(TreeMap<Double, Event> places, double at, Event event) {
        double place = at;
        while (places.containsKey(place)) {
            place += 0.001 + random.nextDouble() * 0.001;
        }
        places.put(place, event);
    }

    private static int reordered(List<Event> sent) {
        Map<String, Long> newest = new HashMap<>();
        Set<String> late = new HashSet<>();
        Set<String> seen = new HashSet<>();
        for (Event event : sent) {
            if (event.version() != null && event.expected() == Expected.ACCEPTED && seen.add(event.cause())) {
                long before = newest.merge(event.subject(), event.version(), Math::max);
                if (before > event.version()) {
                    late.add(event.cause());
                }
            }
        }
        return late.size();
    }
}
