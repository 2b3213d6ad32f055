package dev.lockstep.targets;

import com.fasterxml.jackson.jakarta.rs.json.JacksonJsonProvider;
import com.unboundid.scim2.common.messages.ErrorResponse;
import com.unboundid.scim2.common.types.AuthenticationScheme;
import com.unboundid.scim2.common.types.BulkConfig;
import com.unboundid.scim2.common.types.ChangePasswordConfig;
import com.unboundid.scim2.common.types.ETagConfig;
import com.unboundid.scim2.common.types.FilterConfig;
import com.unboundid.scim2.common.types.PatchConfig;
import com.unboundid.scim2.common.types.ServiceProviderConfigResource;
import com.unboundid.scim2.common.types.SortConfig;
import com.unboundid.scim2.common.utils.JsonUtils;
import com.unboundid.scim2.server.providers.DefaultContentTypeFilter;
import com.unboundid.scim2.server.providers.DotSearchFilter;
import com.unboundid.scim2.server.providers.JsonProcessingExceptionMapper;
import com.unboundid.scim2.server.providers.RuntimeExceptionMapper;
import com.unboundid.scim2.server.providers.ScimExceptionMapper;
import com.unboundid.scim2.server.resources.AbstractServiceProviderConfigEndpoint;
import com.unboundid.scim2.server.resources.ResourceTypesEndpoint;
import com.unboundid.scim2.server.resources.SchemasEndpoint;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.glassfish.grizzly.http.server.HttpServer;
import org.glassfish.grizzly.http.server.NetworkListener;
import org.glassfish.grizzly.threadpool.ThreadPoolConfig;
import org.glassfish.jersey.grizzly2.httpserver.GrizzlyHttpServerFactory;
import org.glassfish.jersey.server.ResourceConfig;
import org.glassfish.jersey.server.ServerProperties;

/**
 * UnboundID's SCIM 2 SDK (Ping Identity) on Jersey and Grizzly over maps in memory: users with the enterprise extension, and
 * groups. Of the hosted servers it checks schemas most strictly.
 */
public final class UnboundIdApplication implements SampleApplication {

    /** The most resources that one list answer without a filter holds. */
    static final int MAX_RESULTS = 1000;

    private static final int THREADS = 64;

    // Held, or the level is forgotten with the logger. Jersey warns of every endpoint that is registered as an instance.
    private static final Logger CHATTY = Logger.getLogger("org.glassfish");

    static {
        CHATTY.setLevel(Level.SEVERE);
    }

    private final HttpServer server;

    private UnboundIdApplication(int port, String token, int delayMs) {
        var config = new ResourceConfig()
                .property(ServerProperties.WADL_FEATURE_DISABLE, true)
                .register(new JacksonJsonProvider(
                        JsonUtils.createObjectMapper(), JacksonJsonProvider.BASIC_ANNOTATIONS))
                .register(new Gate("Bearer " + token, delayMs))
                .register(ScimExceptionMapper.class)
                .register(RuntimeExceptionMapper.class)
                .register(JsonProcessingExceptionMapper.class)
                .register(DefaultContentTypeFilter.class)
                .register(DotSearchFilter.class)
                .registerInstances(
                        new UnboundIdUsers(), new UnboundIdGroups(), new Config(), new SchemasEndpoint(), new ResourceTypesEndpoint());
        this.server = GrizzlyHttpServerFactory.createHttpServer(
                URI.create("http://127.0.0.1:" + port + "/scim/v2/"), config, false);
        NetworkListener listener = server.getListener("grizzly");
        listener.getKeepAlive().setIdleTimeoutInSeconds(300);
        listener.getKeepAlive().setMaxRequestsCount(-1);
        listener.getTransport().setTcpNoDelay(true);
        listener.getTransport().setWorkerThreadPoolConfig(ThreadPoolConfig.defaultConfig()
                .setPoolName("unboundid-scim")
                .setCorePoolSize(THREADS)
                .setMaxPoolSize(THREADS));
        try {
            server.start();
        } catch (IOException e) {
            throw new UncheckedIOException("Port " + port + " on 127.0.0.1 cannot be opened", e);
        }
    }

    /**
     * @param port TCP port on loopback, 0 for a free one
     * @param token the bearer token that callers must present
     */
    public static UnboundIdApplication start(int port, String token) {
        return start(port, token, 0);
    }

    /** @param delayMs artificial delay before each answer, in milliseconds */
    public static UnboundIdApplication start(int port, String token, int delayMs) {
        return new UnboundIdApplication(port, token, delayMs);
    }

    /** Runs until it is killed; see {@link LaunchOptions} for the options. */
    public static void main(String[] args) throws InterruptedException {
        LaunchOptions.quietLogging();
        LaunchOptions options = LaunchOptions.parse(args);
        options.announce(start(options.port(), options.token(), options.delayMs()).baseUrl());
        Thread.currentThread().join();
    }

    @Override
    public URI baseUrl() {
        return URI.create("http://127.0.0.1:" + server.getListener("grizzly").getPort() + "/scim/v2");
    }

    @Override
    public void close() {
        server.shutdownNow();
    }

    /** Lets in who knows the token, after the artificial delay. */
    @PreMatching
    private static final class Gate implements ContainerRequestFilter {

        private final String expected;
        private final int delayMs;

        Gate(String expected, int delayMs) {
            this.expected = expected;
            this.delayMs = delayMs;
        }

        @Override
        public void filter(ContainerRequestContext request) {
            LoopbackServer.pause(delayMs);
            if (!expected.equals(request.getHeaderString("Authorization"))) {
                var error = new ErrorResponse(401);
                error.setDetail("A valid bearer token is required");
                request.abortWith(Response.status(401)
                        .header("WWW-Authenticate", "Bearer")
                        .type(LoopbackServer.SCIM)
                        .entity(error)
                        .build());
            }
        }
    }

    /** What this server says of itself. */
    @jakarta.ws.rs.Path("ServiceProviderConfig")
    @com.unboundid.scim2.server.annotations.ResourceType(
            name = "ServiceProviderConfig",
            description = "SCIM 2.0 Service Provider Config",
            schema = ServiceProviderConfigResource.class,
            discoverable = false)
    public static final class Config extends AbstractServiceProviderConfigEndpoint {

        @Override
        public ServiceProviderConfigResource getServiceProviderConfig() {
            return new ServiceProviderConfigResource(
                    null,
                    new PatchConfig(true),
                    new BulkConfig(false, 0, 0),
                    new FilterConfig(true, MAX_RESULTS),
                    new ChangePasswordConfig(false),
                    new SortConfig(true),
                    new ETagConfig(false),
                    List.of(AuthenticationScheme.createOAuth2BearerToken(true)));
        }
    }
}
