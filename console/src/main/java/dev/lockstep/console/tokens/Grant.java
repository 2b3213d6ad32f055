package dev.lockstep.console.tokens;

import dev.lockstep.kit.web.Caller;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a token gives to a request.
 *
 * @param apps the only apps that it may see; empty for all
 */
public record Grant(String tokenId, Caller caller, Set<String> apps) {
    private static final String ATTRIBUTE = Grant.class.getName();

    public void attach(HttpServletRequest request) {
        request.setAttribute(ATTRIBUTE, this);
    }

    /** The grant of this request; null when no token of ours came with it. */
    public static @Nullable Grant of(HttpServletRequest request) {
        return request.getAttribute(ATTRIBUTE) instanceof Grant grant ? grant : null;
    }

    public boolean isLimited() {
        return !apps.isEmpty();
    }

    public boolean sees(String app) {
        return apps.isEmpty() || apps.contains(app);
    }
}
