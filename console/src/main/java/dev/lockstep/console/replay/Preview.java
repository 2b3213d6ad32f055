package dev.lockstep.console.replay;

import tools.jackson.databind.JsonNode;

/**
 * How many accounts a replay would, as far as Lockstep knows them, create, update, enable, disable, delete, or leave alone. An
 * account that matching finds in the target is updated where this counts a create.
 */
public record Preview(long create, long update, long enable, long disable, long delete, long nothing) {
    static final Preview NONE = new Preview(0, 0, 0, 0, 0, 0);

    /** Of one page: what the writer foretells, and nothing for those of whom mapping desires no account. */
    static Preview of(JsonNode forecast, long undesired) {
        long[] n = new long[6];
        n[5] = undesired;
        for (JsonNode item : forecast.path("items")) {
            n[switch (item.path("action").asString("")) {
                case "create" -> 0;
                case "update" -> 1;
                case "enable" -> 2;
                case "disable" -> 3;
                case "delete" -> 4;
                default -> 5;
            }]++;
        }
        return new Preview(n[0], n[1], n[2], n[3], n[4], n[5]);
    }

    Preview plus(Preview other) {
        return new Preview(create + other.create, update + other.update, enable + other.enable, disable + other.disable, delete + other.delete,
                nothing + other.nothing);
    }
}
