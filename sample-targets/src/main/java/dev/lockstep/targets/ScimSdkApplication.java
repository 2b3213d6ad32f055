package dev.lockstep.targets;

import com.sun.net.httpserver.HttpExchange;
import de.captaingoldfish.scim.sdk.common.constants.enums.HttpMethod;
import de.captaingoldfish.scim.sdk.common.resources.ServiceProvider;
import de.captaingoldfish.scim.sdk.common.resources.complex.BulkConfig;
import de.captaingoldfish.scim.sdk.common.resources.complex.ETagConfig;
import de.captaingoldfish.scim.sdk.common.resources.complex.FilterConfig;
import de.captaingoldfish.scim.sdk.common.resources.complex.PatchConfig;
import de.captaingoldfish.scim.sdk.common.resources.complex.SortConfig;
import de.captaingoldfish.scim.sdk.common.response.ScimResponse;
import de.captaingoldfish.scim.sdk.server.endpoints.Context;
import de.captaingoldfish.scim.sdk.server.endpoints.ResourceEndpoint;
import de.captaingoldfish.scim.sdk.server.endpoints.base.GroupEndpointDefinition;
import de.captaingoldfish.scim.sdk.server.endpoints.base.UserEndpointDefinition;
import de.captaingoldfish.scim.sdk.server.schemas.ResourceType;
import de.captaingoldfish.scim.sdk.server.schemas.custom.ETagFeature;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * SCIM-SDK's server (de.captaingoldfish) over maps in memory: users with the enterprise extension, groups, filters, sorting,
 * PATCH, Bulk and ETags as that library offers them. The library does the protocol; only storage is ours.
 */
public final class ScimSdkApplication implements SampleApplication {

    /** The most resources that one list answer holds; a larger {@code count} is cut to it (RFC 7644, section 3.4.2.4). */
    static final int MAX_RESULTS = 1000;

    private static final String PATH = "/scim/v2";

    private final ResourceEndpoint endpoint;
    private final LoopbackServer server;
    private final byte[] expectedHeader;
    private final int delayMs;

    private ScimSdkApplication(int port, String token, int delayMs) {
        this.expectedHeader = LoopbackServer.bearer(token);
        this.delayMs = delayMs;
        this.endpoint = new ResourceEndpoint(ServiceProvider.builder()
                .filterConfig(FilterConfig.builder().supported(true).maxResults(MAX_RESULTS).build())
                .sortConfig(SortConfig.builder().supported(true).build())
                .patchConfig(PatchConfig.builder().supported(true).build())
                .eTagConfig(ETagConfig.builder().supported(true).build())
                .bulkConfig(BulkConfig.builder().supported(true).maxOperations(100).maxPayloadSize(2L << 20).build())
                .build());
        ScimSdkUsers users = new ScimSdkUsers();
        withETags(endpoint.registerEndpoint(new UserEndpointDefinition(users)));
        withETags(endpoint.registerEndpoint(new GroupEndpointDefinition(new ScimSdkGroups(users))));
        this.server = LoopbackServer.start(port, this::handle);
    }

    /**
     * @param port TCP port on loopback, 0 for a free one
     * @param token the bearer token that callers must present
     */
    public static ScimSdkApplication start(int port, String token) {
        return start(port, token, 0);
    }

    /** @param delayMs artificial delay before each answer, in milliseconds */
    public static ScimSdkApplication start(int port, String token, int delayMs) {
        return new ScimSdkApplication(port, token, delayMs);
    }

    /** Runs until it is killed; see {@link LaunchOptions} for the options. */
    public static void main(String[] args) {
        LaunchOptions.quietLogging();
        LaunchOptions options = LaunchOptions.parse(args);
        options.announce(start(options.port(), options.token(), options.delayMs()).baseUrl());
    }

    @Override
    public URI baseUrl() {
        return URI.create("http://127.0.0.1:" + server.port() + PATH);
    }

    @Override
    public void close() {
        server.close();
    }

    private static void withETags(ResourceType type) {
        type.getFeatures().setETagFeature(ETagFeature.builder().enabled(true).build());
    }

    private void handle(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        LoopbackServer.pause(delayMs);
        String target = exchange.getRequestURI().toString();
        if (!target.startsWith(PATH + "/")) {
            LoopbackServer.answer(exchange, 404, LoopbackServer.error(404, "", "Nothing is served here"));
        } else if (!LoopbackServer.authorized(exchange, expectedHeader)) {
            exchange.getResponseHeaders().set("WWW-Authenticate", "Bearer");
            LoopbackServer.answer(exchange, 401, LoopbackServer.error(401, "", "A valid bearer token is required"));
        } else {
            answer(exchange, ask(exchange, target, body));
        }
    }

    private ScimResponse ask(HttpExchange exchange, String target, byte[] body) {
        String text = body.length == 0 ? null : new String(body, StandardCharsets.UTF_8);
        Map<String, String> headers = new HashMap<>();
        exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, values.getFirst()));
        String url = "http://127.0.0.1:" + server.port() + target;
        return endpoint.handleRequest(url, HttpMethod.valueOf(exchange.getRequestMethod()), text, headers, new Context(null));
    }

    private static void answer(HttpExchange exchange, ScimResponse response) throws IOException {
        response.getHttpHeaders().forEach((name, value) -> {
            if (value != null) {
                exchange.getResponseHeaders().set(name, value);
            }
        });
        boolean empty = response.isEmpty() || response.getHttpStatus() == 204 || response.getHttpStatus() == 304;
        byte[] body = empty ? new byte[0] : response.toString().getBytes(StandardCharsets.UTF_8);
        LoopbackServer.answer(exchange, response.getHttpStatus(), body);
    }
}
