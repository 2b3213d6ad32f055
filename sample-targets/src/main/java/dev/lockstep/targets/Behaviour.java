package dev.lockstep.targets;

import java.time.Duration;
import java.util.Map;

/** What the {@link RecordingProxy} does with one request. */
public sealed interface Behaviour {

    /** Forwards the request and sends the answer on. */
    record Pass() implements Behaviour {}

    /** Waits, then passes. */
    record Delay(Duration before) implements Behaviour {}

    /** Answers by itself; the upstream never sees the request. */
    record Answer(int status, Map<String, String> headers, String body) implements Behaviour {}

    /** Forwards, and closes the connection when the upstream has answered: done, but the caller cannot know. */
    record CommitThenClose() implements Behaviour {}

    /** Forwards, and answers with another status when the upstream has answered: done, but the caller is told otherwise. */
    record CommitThenAnswer(int status) implements Behaviour {}

    /** Closes the connection; the upstream never sees the request. */
    record Close() implements Behaviour {}

    static Behaviour pass() {
        return new Pass();
    }

    static Behaviour delay(Duration before) {
        return new Delay(before);
    }

    static Behaviour answer(int status) {
        return new Answer(status, Map.of(), "");
    }

    static Behaviour answer(int status, Map<String, String> headers, String body) {
        return new Answer(status, Map.copyOf(headers), body);
    }

    static Behaviour commitThenClose() {
        return new CommitThenClose();
    }

    static Behaviour commitThenAnswer(int status) {
        return new CommitThenAnswer(status);
    }

    static Behaviour close() {
        return new Close();
    }
}
