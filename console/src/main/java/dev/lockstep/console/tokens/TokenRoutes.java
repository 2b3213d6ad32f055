package dev.lockstep.console.tokens;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.lockstep.kit.web.Allowed;
import dev.lockstep.kit.web.Caller;
import dev.lockstep.kit.web.Page;
import dev.lockstep.kit.web.Problem;
import dev.lockstep.kit.web.Role;
import io.swagger.v3.oas.annotations.Operation;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/v1/tokens}. */
@RestController
@RequestMapping("/api/v1/tokens")
class TokenRoutes {
    private static final Pattern APP = Pattern.compile("[a-z0-9-]{1,40}");
    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N} ._@-]{1,80}");
    private final Tokens tokens;
    private final Clock clock;

    TokenRoutes(Tokens tokens, Clock clock) {
        this.tokens = tokens;
        this.clock = clock;
    }

    /**
     * @param role admin, operator, auditor or source
     * @param apps limits the token to these apps; all when absent
     */
    record NewToken(@Nullable String name, @Nullable String role, @Nullable List<String> apps, @Nullable Instant expiresAt) {
    }

    /** @param token the text to send as bearer token; nobody can show it again */
    record CreatedToken(String id, String token) {
    }

    @JsonInclude(JsonInclude.Include.ALWAYS)
    record TokenView(String id, String name, String role, List<String> apps, Instant createdAt, String createdBy,
            @Nullable Instant expiresAt, @Nullable Instant lastUsedAt) {
        static TokenView of(Token token) {
            return new TokenView(token.id(), token.name(), token.role().name().toLowerCase(Locale.ROOT),
                    token.apps().stream().sorted().toList(), token.createdAt(), token.createdBy(), token.expiresAt(), token.lastUsedAt());
        }
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    @Allowed(Role.ADMIN)
    @Operation(summary = "Makes an API token; its text is shown this once")
    CreatedToken create(@RequestBody NewToken wanted) {
        List<Problem.Detail> errors = new ArrayList<>();
        String name = wanted.name() == null ? "" : wanted.name().strip();
        if (!NAME.matcher(name).matches()) {
            errors.add(new Problem.Detail("/name", "invalid", "1 to 80 letters, digits, spaces and . _ @ -"));
        }
        Role role = role(wanted.role());
        if (role == null) {
            errors.add(new Problem.Detail("/role", "invalid", "admin, operator, auditor or source"));
        }
        List<String> apps = wanted.apps() == null ? List.of() : wanted.apps();
        if (!apps.stream().allMatch(app -> APP.matcher(app).matches())) {
            errors.add(new Problem.Detail("/apps", "invalid", "each an app id"));
        }
        if (role == Role.ADMIN && !apps.isEmpty()) {
            errors.add(new Problem.Detail("/apps", "invalid", "an admin sees all apps"));
        }
        if (wanted.expiresAt() != null && !wanted.expiresAt().isAfter(clock.instant())) {
            errors.add(new Problem.Detail("/expiresAt", "invalid", "must lie in the future"));
        }
        if (!errors.isEmpty() || role == null) {
            throw Problem.invalid("The token cannot be made as described.", "Correct the named fields and send it again.", errors);
        }
        Tokens.Created created = tokens.create(name, role, Set.copyOf(apps), wanted.expiresAt(), Caller.current());
        return new CreatedToken(created.token().id(), created.text());
    }

    @GetMapping
    @Allowed(Role.ADMIN)
    @Operation(summary = "Lists the API tokens, without their texts")
    Page<TokenView> list(@RequestParam(required = false) @Nullable Integer limit, @RequestParam(required = false) @Nullable String cursor) {
        int size = Page.limit(limit);
        return Page.of(tokens.list(Page.decode(cursor), size + 1), size, Token::id).map(TokenView::of);
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Allowed(Role.ADMIN)
    @Operation(summary = "Deletes an API token; it lets nobody in from now on")
    void delete(@PathVariable String id) {
        tokens.delete(id, Caller.current());
    }

    private static @Nullable Role role(@Nullable String text) {
        for (Role role : Role.values()) {
            if (role.name().toLowerCase(Locale.ROOT).equals(text)) {
                return role;
            }
        }
        return null;
    }
}
