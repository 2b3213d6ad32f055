package dev.lockstep.kit.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;

/** One way to know a caller by the bearer token of a request. A service may bring several; the first that knows wins. */
public interface BearerAuthenticator {
    Optional<Caller> authenticate(String bearer, HttpServletRequest request);
}
