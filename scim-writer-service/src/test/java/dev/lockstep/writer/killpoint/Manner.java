package dev.lockstep.writer.killpoint;

/**
 * What an application can do.
 *
 * @param duplicate status of the refusal of a second account with one userName or externalId; 0 = it takes any number
 * @param scimType of that refusal, may be empty
 * @param filters whether it understands {@code filter}; else it answers 400
 * @param lists whether it lists accounts without a filter; else it answers 400 to that
 * @param searchLag how long after a create its search and listings do not show the account, milliseconds
 */
public record Manner(String name, int duplicate, String scimType, boolean filters, boolean lists, long searchLag) {
    public static final Manner STRICT = new Manner("409 uniqueness", 409, "uniqueness", true, true, 0);

    /** What becomes of the answer to a create that this application carried out. */
    public enum Fate {
        ANSWERED, SILENCE, CLOSED, S500, S503, S202, GARBAGE, TRUNCATED, NO_ID
    }
}
