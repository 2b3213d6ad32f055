package dev.lockstep.writer.secret;

/** A secret that does not show itself in logs, exceptions or JSON. */
public final class Secret {
    private final String value;

    public Secret(String value) {
        this.value = value;
    }

    /** For the header of a call, nothing else. */
    public String reveal() {
        return value;
    }

    @Override
    public String toString() {
        return "***";
    }
}
