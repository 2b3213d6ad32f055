package dev.lockstep.audit.notify;

import java.net.URI;
import java.util.Map;

/** Takes webhook calls to their addresses. */
public interface HookPost {
    /**
     * One POST. Redirects are not followed.
     *
     * @return the status of the answer
     * @throws NotSent when there was none
     */
    int post(URI url, Map<String, String> headers, byte[] body) throws NotSent;

    final class NotSent extends Exception {
        private final boolean refused;

        /**
         * @param fault for people; no address
         * @param refused whether the address is one that must not be called
         */
        public NotSent(String fault, boolean refused) {
            super(fault);
            this.refused = refused;
        }

        public boolean isRefused() {
            return refused;
        }
    }
}
