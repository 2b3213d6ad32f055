package dev.lockstep.console.gateway;

/** The services behind the console. */
public enum Service {
    INGEST("ingest"), MAPPING("mapping"), WRITER("writer"), AUDIT("audit");

    private final String label;

    Service(String label) {
        this.label = label;
    }

    /** For people and addresses: {@code ingest}, {@code mapping}, {@code writer} or {@code audit}. */
    public String label() {
        return label;
    }
}
