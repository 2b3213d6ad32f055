package dev.lockstep.console.gateway;

import dev.lockstep.kit.security.ServiceTokens;
import dev.lockstep.kit.web.Caller;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The signed token with which the console speaks for a caller. Signing costs, so a token serves for half of its life. */
public final class CallerTokens {
    private static final Duration REUSED = Duration.ofSeconds(30);
    private static final int MOST_REMEMBERED = 10_000;
    private final ServiceTokens.Signer signer;
    private final Clock clock;
    private final Map<Caller, Signed> signed = new ConcurrentHashMap<>();

    private record Signed(String authorization, Instant until) {
    }

    public CallerTokens(ServiceTokens.Signer signer, Clock clock) {
        this.signer = signer;
        this.clock = clock;
    }

    /** The value of an {@code Authorization} header. */
    public String authorization(Caller caller) {
        Instant now = clock.instant();
        Signed current = signed.get(caller);
        if (current == null || !now.isBefore(current.until())) {
            if (signed.size() >= MOST_REMEMBERED) {
                signed.clear();
            }
            current = new Signed("Bearer " + signer.sign(caller), now.plus(REUSED));
            signed.put(caller, current);
        }
        return current.authorization();
    }
}
