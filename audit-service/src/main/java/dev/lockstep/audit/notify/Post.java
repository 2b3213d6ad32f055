package dev.lockstep.audit.notify;

/** Takes letters to a mail server. */
public interface Post {
    /**
     * @param id the same for the same letter, so that mail systems can tell a repetition
     * @throws NotSent when the server did not take it; sending again later may help
     */
    void send(Letter letter, String id) throws NotSent;

    record Letter(String to, String subject, String text) {
    }

    final class NotSent extends Exception {
        /** @param fault for people; no address and no text of the letter */
        public NotSent(String fault) {
            super(fault);
        }
    }
}
