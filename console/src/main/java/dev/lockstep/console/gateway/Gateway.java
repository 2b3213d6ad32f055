package dev.lockstep.console.gateway;

import dev.lockstep.console.tokens.Grant;
import dev.lockstep.kit.web.Refusals;
import dev.lockstep.kit.web.RequestId;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.io.entity.InputStreamEntity;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.web.HttpRequestHandler;
import tools.jackson.databind.json.JsonMapper;

/**
 * Forwards a request to the service that owns its path, body and answer streaming. The caller's bearer is replaced by a
 * signed token of 60 seconds; only a source's own key travels on, because ingest alone knows it.
 */
public final class Gateway implements HttpRequestHandler {
    private static final Logger log = LoggerFactory.getLogger(Gateway.class);
    private static final List<String> REQUEST_HEADERS = List.of("Accept", "Content-Type", "Content-Encoding", "Upload-Id", "If-Match", "Idempotency-Key");
    private static final List<String> RESPONSE_HEADERS = List.of("Content-Type", "Content-Disposition", "ETag", "Retry-After", "Upload-Id");
    private static final int BUFFER = 16 * 1024;

    private final CloseableHttpClient client;
    private final ServiceAddresses addresses;
    private final CallerTokens tokens;
    private final JsonMapper json;

    public Gateway(CloseableHttpClient client, ServiceAddresses addresses, CallerTokens tokens, JsonMapper json) {
        this.client = client;
        this.addresses = addresses;
        this.tokens = tokens;
        this.json = json;
    }

    /** Whether a request without a token of the console may get as far as the gateway. */
    public static boolean takesSourceKeys(HttpServletRequest request) {
        return Route.of(request.getRequestURI()).map(Route::sourceKeys).orElse(false);
    }

    @Override
    public void handleRequest(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Optional<Route> route = Route.of(request.getRequestURI());
        if (route.isEmpty()) {
            refuse(request, response, HttpStatus.NOT_FOUND, "not-found", "There is no such route.",
                    "GET /api/v1/openapi.json describes all routes.");
            return;
        }
        String authorization = authorization(route.get(), request);
        if (authorization == null) {
            refuse(request, response, HttpStatus.UNAUTHORIZED, "unauthenticated", "This route needs a valid bearer token.",
                    "Send Authorization: Bearer <token>; an administrator makes tokens.");
        } else if (!isInScope(route.get(), request)) {
            refuse(request, response, HttpStatus.FORBIDDEN, Scopes.CODE, Scopes.DETAIL, Scopes.NEXT);
        } else if (request.getContentLengthLong() > route.get().maxBody()) {
            tooLarge(route.get(), request, response);
        } else {
            forward(route.get(), authorization, request, response);
        }
    }

    private @Nullable String authorization(Route route, HttpServletRequest request) {
        Grant grant = Grant.of(request);
        if (grant != null) {
            return tokens.authorization(grant.caller());
        }
        String own = request.getHeader("Authorization");
        return route.sourceKeys() && own != null && own.regionMatches(true, 0, "Bearer ", 0, 7) ? own : null;
    }

    private static boolean isInScope(Route route, HttpServletRequest request) {
        Grant grant = Grant.of(request);
        return grant == null || Scopes.admits(grant, route, request.getRequestURI(), request.getQueryString());
    }

    private void forward(Route route, String authorization, HttpServletRequest request, HttpServletResponse response) throws IOException {
        String target = request.getRequestURI() + (request.getQueryString() == null ? "" : "?" + request.getQueryString());
        HttpUriRequestBase call = new HttpUriRequestBase(request.getMethod(), addresses.resolve(route.service(), target));
        call.setConfig(RequestConfig.custom().setResponseTimeout(Timeout.of(route.patience())).build());
        for (String name : REQUEST_HEADERS) {
            String value = request.getHeader(name);
            if (value != null) {
                call.setHeader(name, value);
            }
        }
        call.setHeader("Authorization", authorization);
        call.setHeader(RequestId.HEADER, RequestId.of(request));
        BoundedBody body = new BoundedBody(request.getInputStream(), request.getContentLengthLong(), route.maxBody());
        HttpClientContext context = HttpClientContext.create();
        if (request.getContentLengthLong() > 0 || request.getHeader("Transfer-Encoding") != null) {
            // The type went along as a header.
            call.setEntity(new InputStreamEntity(body, request.getContentLengthLong(), (ContentType) null));
            context.setAttribute(Connections.BODY, body);
        }
        try {
            client.execute(call, context, answer -> {
                pass(route, answer, request, response);
                return null;
            });
        } catch (IOException e) {
            failed(route, body, e, request, response);
        }
    }

    private void pass(Route route, ClassicHttpResponse answer, HttpServletRequest request, HttpServletResponse response) throws IOException {
        boolean ourSignatureRefused = answer.getCode() == HttpStatus.UNAUTHORIZED.value() && Grant.of(request) != null;
        if (ourSignatureRefused) {
            refuse(request, response, HttpStatus.SERVICE_UNAVAILABLE, "service-mistrusts-console",
                    "The " + route.service().label() + " service does not accept the console's signature.",
                    "Give both the same key pair (lockstep.keys-directory) and compare their clocks.");
            return;
        }
        response.setStatus(answer.getCode());
        for (String name : RESPONSE_HEADERS) {
            Header header = answer.getFirstHeader(name);
            if (header != null) {
                response.setHeader(name, header.getValue());
            }
        }
        Header location = answer.getFirstHeader("Location");
        if (location != null) {
            response.setHeader("Location", publicLocation(route.service(), location.getValue()));
        }
        if (answer.getEntity() == null) {
            return;
        }
        if (answer.getEntity().getContentLength() >= 0) {
            response.setContentLengthLong(answer.getEntity().getContentLength());
        }
        try (InputStream content = answer.getEntity().getContent()) {
            copy(content, response.getOutputStream(), bufferFor(answer.getEntity().getContentLength()));
        }
    }

    /** What has come goes out at once when nothing more is waiting: a live export must not sit in a buffer. */
    private static void copy(InputStream from, OutputStream to, int size) throws IOException {
        byte[] buffer = new byte[size];
        for (int got = from.read(buffer); got >= 0; got = from.read(buffer)) {
            to.write(buffer, 0, got);
            if (got < size && from.available() == 0) {
                to.flush();
            }
        }
    }

    /** Most answers are far smaller than the usual buffer. */
    private static int bufferFor(long length) {
        return length < 0 || length >= BUFFER ? BUFFER : (int) length + 1;
    }

    private String publicLocation(Service service, String location) {
        String own = addresses.of(service).toString();
        return location.startsWith(own + "/") ? location.substring(own.length()) : location;
    }

    private void failed(Route route, BoundedBody body, IOException failure, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        if (response.isCommitted() || body.isBrokenOff()) {
            // Half an answer must not look like a whole one: let the connection break.
            throw failure;
        }
        response.reset();
        response.setHeader(RequestId.HEADER, RequestId.of(request));
        if (body.isTooLarge()) {
            tooLarge(route, request, response);
            return;
        }
        log.atWarn().addKeyValue("service", route.service().label()).addKeyValue("fault", failure.getClass().getSimpleName())
                .log("{} does not answer", route.service().label());
        refuse(request, response, HttpStatus.SERVICE_UNAVAILABLE, Unreachable.CODE, Unreachable.detail(route.service()), Unreachable.NEXT);
    }

    private void tooLarge(Route route, HttpServletRequest request, HttpServletResponse response) throws IOException {
        refuse(request, response, HttpStatus.CONTENT_TOO_LARGE, "too-large",
                "The body is larger than this route takes, " + route.maxBody() + " bytes.", "Send it in smaller parts.");
    }

    private void refuse(HttpServletRequest request, HttpServletResponse response, HttpStatus status, String code, String detail, String next)
            throws IOException {
        Refusals.write(json, request, response, status, code, detail, next);
    }
}
