package dev.lockstep.bench;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The users that the benchmark provisions, and the events that report them. All made up, all on example domains. */
final class People {

    static final String SOURCE = "bench";

    private static final List<String> GIVEN = List.of("Ada", "Björn", "Chloé", "Deniz", "Elif", "Farid", "Grace", "Hiroshi", "Ines", "Jan");
    private static final List<String> FAMILY = List.of("Abara", "Berg", "Costa", "Dvořák", "Eriksen", "Fischer", "García", "Haddad", "Ito", "Jones");
    private static final List<String> DEPARTMENTS = List.of("Engineering", "Sales", "Finance", "Legal", "Operations");

    private People() {
    }

    static String objectId(int person) {
        return "bench-%06d".formatted(person);
    }

    static String userName(int person) {
        return "person%06d@example.com".formatted(person);
    }

    /** The identity of an event in activities. */
    static String cause(String eventId) {
        return SOURCE + "/" + eventId;
    }

    static String eventId(String round, int person) {
        return round + "-" + person;
    }

    /**
     * The whole person as one CloudEvent.
     *
     * @param round distinguishes this event and its job title from those of other rounds
     */
    static String event(String round, int person) {
        String given = GIVEN.get(person % GIVEN.size());
        String family = FAMILY.get(person / GIVEN.size() % FAMILY.size()) + "-" + person;
        return """
                {"specversion":"1.0","id":"%s","source":"%s","type":"lockstep.directory.change","subject":"%s","time":"%s","data":\
                {"objectType":"user","operation":"upsert","attributes":{"userPrincipalName":"%s","mail":"%s","mailNickname":"person%06d",\
                "givenName":"%s","surname":"%s","displayName":"%s %s","jobTitle":"%s","department":"%s","employeeId":"E%06d",\
                "accountEnabled":true,"city":"Halmstad","country":"SE","preferredLanguage":"en-GB","telephoneNumber":"+46 35 %06d"}}}"""
                .formatted(eventId(round, person), SOURCE, objectId(person), Instant.now(), userName(person), userName(person), person,
                        given, family, given, family, title(round), DEPARTMENTS.get(person % DEPARTMENTS.size()), person, person);
    }

    /** The title of a person after the event of a round, in the directory and in a target. */
    static String title(String round) {
        return "Clerk " + round;
    }

    /** Somebody has left. */
    static byte[] leaves(String round, int person) {
        return bytes(eventId(round, person), objectId(person), "\"objectType\":\"user\",\"operation\":\"softDelete\"");
    }

    static byte[] group(String group) {
        return bytes(group, group, "\"objectType\":\"group\",\"operation\":\"upsert\",\"attributes\":{\"displayName\":\"%s\"}".formatted(group));
    }

    /** The people numbered from (inclusive) to (exclusive) come into a group. */
    static byte[] members(String group, int from, int to) {
        String members = IntStream.range(from, to).mapToObj(person -> '"' + objectId(person) + '"').collect(Collectors.joining(","));
        return bytes(group + "-" + from, group, "\"objectType\":\"group\",\"operation\":\"addMembers\",\"members\":[" + members + "]");
    }

    private static byte[] bytes(String id, String subject, String data) {
        return "{\"specversion\":\"1.0\",\"id\":\"%s\",\"source\":\"%s\",\"type\":\"lockstep.directory.change\",\"subject\":\"%s\",\"time\":\"%s\",\"data\":{%s}}"
                .formatted(id, SOURCE, subject, Instant.now(), data).getBytes(StandardCharsets.UTF_8);
    }

    static byte[] single(String round, int person) {
        return event(round, person).getBytes(StandardCharsets.UTF_8);
    }

    /** The events numbered from (inclusive) to (exclusive) as a batch; after the last person it begins again with the first. */
    static byte[] batch(String round, int from, int to, int people) {
        return IntStream.range(from, to).mapToObj(number -> event(round, number % people)).collect(Collectors.joining(",", "[", "]"))
                .getBytes(StandardCharsets.UTF_8);
    }
}
