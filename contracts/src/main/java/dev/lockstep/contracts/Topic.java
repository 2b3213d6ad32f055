package dev.lockstep.contracts;

/** The topics on which services meet. Partition counts and retention stand in {@code topics.yaml}. */
public enum Topic {
    DIRECTORY_CHANGES("directory.changes.v1"),
    DIRECTORY_REEVALUATE("directory.reevaluate.v1"),
    ACCOUNT_DESIRED("account.desired.v1"),
    ACCOUNT_OUTCOMES("account.outcomes.v1"),
    ACTIVITY("activity.v1"),
    APP_CONFIG("app.config.v1");

    private final String topicName;

    Topic(String topicName) {
        this.topicName = topicName;
    }

    public String topicName() {
        return topicName;
    }

    /** Where messages of this topic go that nobody could act on; never compacted, kept 90 days. */
    public String parked() {
        return topicName + ".parked";
    }
}
