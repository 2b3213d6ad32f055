package dev.lockstep.audit.notify;

/** The text of a notification: what, why, what next, where. The app's name is all that it says about anybody. */
final class Letters {
    private static final int LONGEST_LINE = 400;

    private Letters() {
    }

    static Post.Letter letter(Episode episode, String appName, String to, String consoleUrl) {
        String name = line(appName);
        String text = """
                What: Provisioning to %s is %s.
                Since: %s (UTC)
                Why: %s (code %s)
                Next: %s

                %s/apps/%s

                There is one mail per app and reason until the app works again.
                """.formatted(name, state(episode), episode.openedAt(), line(episode.message()), line(episode.code()),
                next(episode.type()), consoleUrl, episode.app());
        return new Post.Letter(to, "Lockstep: provisioning to " + name + " is " + state(episode) + " (" + line(episode.code()) + ")", text);
    }

    private static String state(Episode episode) {
        return episode.type().equals("hold") ? "holding removals back" : "failing";
    }

    static String next(String type) {
        return switch (type) {
            case "appWide" -> "Check the Tenant URL and the secret token with \"Test connection\". "
                    + "What is waiting goes on by itself once the app answers.";
            case "permanent" -> "Open the app's failures, correct the data or the mapping, then replay them.";
            case "conflict" -> "Open the app's failures: another account holds a value that must be unique. "
                    + "Correct one of the two or the matching attributes, then replay.";
            case "hold" -> "Look at the held removals in the console, then release or reject them with a reason. "
                    + "Nobody is disabled until then; joiners and changes go on.";
            case "gaveUp" -> "Retries are used up. Find out why the app did not answer, then replay the failures.";
            default -> "Open the app in the console to see the reason, and start it again when it is gone.";
        };
    }

    /** One line without control characters: what it holds comes from outside and must not become a header. */
    private static String line(String text) {
        String clean = text.codePoints().map(c -> Character.isISOControl(c) ? ' ' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString().strip();
        return clean.length() <= LONGEST_LINE ? clean : clean.substring(0, LONGEST_LINE);
    }
}
