package dev.lockstep.writer.api;

import dev.lockstep.contracts.AppConfig;
import dev.lockstep.contracts.ObjectType;
import dev.lockstep.kit.secret.Opener;
import dev.lockstep.kit.web.Problem;
import dev.lockstep.writer.fault.Answer;
import dev.lockstep.writer.fault.ErrorCode;
import dev.lockstep.writer.fault.Verdict;
import dev.lockstep.writer.scim.Reply;
import dev.lockstep.writer.scim.ScimClient;
import dev.lockstep.writer.secret.Secret;
import dev.lockstep.writer.target.Target;
import dev.lockstep.writer.target.Targets;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Tries a Tenant URL and a token as Entra does: looks for a user that cannot exist and expects an empty list. A URL that is not
 * the saved one in scheme, host or port is never combined with the saved token, or whoever may edit the URL could have the
 * token sent to himself.
 */
final class ConnectionTest {
    private final Targets targets;

    ConnectionTest(Targets targets) {
        this.targets = targets;
    }

    record Request(@Nullable String tenantUrl, @Nullable String secretToken) {
    }

    record Check(String name, boolean ok, String code, String message, String hint) {
    }

    record Result(boolean ok, List<Check> checks) {
    }

    Result run(String app, Request request) {
        Optional<Target> saved = targets.find(app);
        AppConfig config = saved.map(Target::config).orElse(null);
        String savedUrl = config == null ? null : config.tenantUrl();
        String given = request.tenantUrl() == null || request.tenantUrl().isBlank() ? savedUrl : request.tenantUrl();
        if (given == null) {
            throw Problem.badRequest("tenant-url-missing", "There is no Tenant URL to test.", "Enter a Tenant URL.");
        }
        boolean ownToken = request.secretToken() != null && !request.secretToken().isBlank();
        URI url = Targets.parse(given);
        if (!ownToken && (savedUrl == null || url == null || !sameOrigin(url, Targets.parse(savedUrl)))) {
            throw Problem.badRequest("secret-required", "The saved secret token is only ever sent to the saved host.",
                    "Enter the secret token together with the new Tenant URL.");
        }
        List<Check> checks = new ArrayList<>();
        String refusal = url == null ? "This is no URL." : targets.refusal(url).orElse(null);
        if (url == null || refusal != null) {
            checks.add(failed("url", ErrorCode.ADDRESS_REFUSED, Objects.requireNonNull(refusal)));
            return new Result(false, checks);
        }
        checks.add(passed("url", "The Tenant URL can be used."));
        if (!ownToken && (config == null || config.credentials() == null)) {
            checks.add(failed("credentials", ErrorCode.NOT_CONFIGURED, ErrorCode.NOT_CONFIGURED.happened()));
            return new Result(false, checks);
        }
        call(url, ownToken ? request.secretToken() : null, saved, checks);
        return new Result(checks.stream().allMatch(Check::ok), checks);
    }

    private void call(URI url, @Nullable String token, Optional<Target> saved, List<Check> checks) {
        String attribute = "userName";
        String nobody = "lockstep-test-" + UUID.randomUUID();
        ScimClient own = saved.map(Target::client).orElse(null);
        boolean savedPath = token == null && own != null && saved.map(t -> url.equals(Targets.parse(String.valueOf(t.config().tenantUrl())))).orElse(false);
        if (savedPath) {
            judge(own.find(ObjectType.USER, attribute, nobody), checks);
            return;
        }
        try (ScimClient trial = targets.trial(url, token != null ? new Secret(token) : targets.secret(saved.orElseThrow().config()))) {
            judge(trial.find(ObjectType.USER, attribute, nobody), checks);
        } catch (Opener.CannotOpen e) {
            checks.add(failed("credentials", ErrorCode.SECRET_UNREADABLE, ErrorCode.SECRET_UNREADABLE.happened()));
        }
    }

    /** One call tells all: each check passes as far as the call came. */
    private static void judge(Reply reply, List<Check> checks) {
        ErrorCode code = code(reply.verdict());
        switch (reply.answer()) {
            case Answer.AddressRefused refused -> checks.add(failed("network", ErrorCode.ADDRESS_REFUSED, ErrorCode.ADDRESS_REFUSED.happened()));
            case Answer.NotSent notSent -> checks.add(failed("network", code, code.happened()));
            case Answer.TlsFailure tls -> {
                checks.add(passed("network", "The target can be reached."));
                checks.add(failed("tls", ErrorCode.CERTIFICATE, ErrorCode.CERTIFICATE.happened()));
            }
            case Answer.MaybeSent maybe -> checks.add(failed("network", code, code.happened()));
            case Answer.Answered answered -> {
                checks.add(passed("network", "The target answers."));
                checks.add(passed("tls", "The connection is as it should be."));
                if (code == ErrorCode.CREDENTIALS) {
                    checks.add(failed("credentials", code, code.happened()));
                    return;
                }
                checks.add(passed("credentials", "The target accepts the credentials."));
                if (!reply.isDone()) {
                    checks.add(failed("users-query", code, code.happened()));
                } else if (reply.total() != 0) {
                    checks.add(failed("users-query", ErrorCode.FILTER_IGNORED, ErrorCode.FILTER_IGNORED.happened()));
                } else {
                    checks.add(passed("users-query", "A search for a user that cannot exist finds none, as it should."));
                }
            }
        }
    }

    private static ErrorCode code(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Done done -> ErrorCode.UNCLEAR;
            case Verdict.Unknown unknown -> unknown.code();
            case Verdict.Retry retry -> retry.code();
            case Verdict.Throttled throttled -> throttled.code();
            case Verdict.Conflict conflict -> conflict.code();
            case Verdict.Vanished vanished -> vanished.code();
            case Verdict.Stale stale -> stale.code();
            case Verdict.Permanent permanent -> permanent.code();
            case Verdict.AppWide appWide -> appWide.code();
        };
    }

    private static boolean sameOrigin(URI a, @Nullable URI b) {
        return b != null && a.getScheme().equalsIgnoreCase(b.getScheme())
                && a.getHost().toLowerCase(Locale.ROOT).equals(b.getHost().toLowerCase(Locale.ROOT)) && port(a) == port(b);
    }

    private static int port(URI url) {
        return url.getPort() != -1 ? url.getPort() : url.getScheme().equalsIgnoreCase("https") ? 443 : 80;
    }

    private static Check passed(String name, String message) {
        return new Check(name, true, "ok", message, "");
    }

    private static Check failed(String name, ErrorCode code, String message) {
        return new Check(name, false, code.code(), message, code.likelyCause() + " " + code.next());
    }
}
