package dev.lockstep.kit.security;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.Ed25519Signer;
import com.nimbusds.jose.crypto.Ed25519Verifier;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.lockstep.kit.web.Caller;
import dev.lockstep.kit.web.Role;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * JSON web tokens, EdDSA over Ed25519, valid for 60 seconds: with these the console speaks to a service for a caller. The
 * console holds the private key, services only the public one.
 */
public final class ServiceTokens {
    private static final String ISSUER = "lockstep-console";
    private static final String AUDIENCE = "lockstep-services";
    private static final Duration LIFETIME = Duration.ofSeconds(60);
    /** Clocks of two machines differ a little. */
    private static final Duration SKEW = Duration.ofSeconds(5);

    private ServiceTokens() {
    }

    /** Makes tokens. */
    public static final class Signer {
        private final OctetKeyPair key;
        private final Clock clock;

        public Signer(OctetKeyPair key, Clock clock) {
            this.key = key;
            this.clock = clock;
        }

        public String sign(Caller caller) {
            Instant now = clock.instant();
            JWTClaimsSet claims = new JWTClaimsSet.Builder()
                    .issuer(ISSUER).audience(AUDIENCE).subject(caller.subject())
                    .issueTime(Date.from(now)).expirationTime(Date.from(now.plus(LIFETIME)))
                    .claim("roles", caller.roles().stream().map(Role::name).sorted().toList())
                    .build();
            SignedJWT token = new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.Ed25519).build(), claims);
            try {
                token.sign(new Ed25519Signer(key));
            } catch (JOSEException e) {
                throw new IllegalStateException("the console's signing key cannot sign", e);
            }
            return token.serialize();
        }
    }

    /** Checks tokens: signature, algorithm, issuer, audience and expiry. */
    public static final class Verifier {
        private final OctetKeyPair key;
        private final Clock clock;

        public Verifier(OctetKeyPair publicKey, Clock clock) {
            this.key = publicKey;
            this.clock = clock;
        }

        public Optional<Caller> verify(String bearer) {
            try {
                SignedJWT token = SignedJWT.parse(bearer);
                if (!JWSAlgorithm.Ed25519.equals(token.getHeader().getAlgorithm()) || !token.verify(new Ed25519Verifier(key))) {
                    return Optional.empty();
                }
                JWTClaimsSet claims = token.getJWTClaimsSet();
                Instant now = clock.instant();
                boolean current = claims.getExpirationTime() != null && claims.getIssueTime() != null
                        && now.isBefore(claims.getExpirationTime().toInstant().plus(SKEW))
                        && now.isAfter(claims.getIssueTime().toInstant().minus(SKEW));
                if (!current || !ISSUER.equals(claims.getIssuer()) || !claims.getAudience().equals(List.of(AUDIENCE))
                        || claims.getSubject() == null) {
                    return Optional.empty();
                }
                Set<Role> roles = EnumSet.noneOf(Role.class);
                claims.getStringListClaim("roles").forEach(role -> roles.add(Role.valueOf(role)));
                return Optional.of(new Caller(claims.getSubject(), roles));
            } catch (ParseException | JOSEException | IllegalArgumentException e) {
                return Optional.empty();
            }
        }
    }
}
