package dev.lockstep.console.gateway;

import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.DefaultClientConnectionReuseStrategy;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.impl.io.MonitoringResponseOutOfOrderStrategy;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/** Connections to the services, kept open and shared. */
public final class Connections {
    /** Under this name the context of a call holds its {@link BoundedBody}. */
    static final String BODY = "lockstep.body";
    private static final int MOST_PER_SERVICE = 256;

    private Connections() {
    }

    public static CloseableHttpClient open() {
        return HttpClients.custom()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setMaxConnPerRoute(MOST_PER_SERVICE)
                        .setMaxConnTotal(MOST_PER_SERVICE * Service.values().length)
                        .setDefaultSocketConfig(SocketConfig.custom().setTcpNoDelay(true).build())
                        .setDefaultConnectionConfig(ConnectionConfig.custom()
                                .setConnectTimeout(Timeout.ofSeconds(2))
                                .setSocketTimeout(Timeout.ofSeconds(30))
                                // A service closes an idle connection after 20 s: be the first.
                                .setTimeToLive(TimeValue.ofMinutes(5))
                                .setValidateAfterInactivity(TimeValue.ofSeconds(1))
                                .build())
                        // A service may refuse an upload before it has read it all; its answer counts, not our broken pipe.
                        .setConnectionFactory(ManagedHttpClientConnectionFactory.builder()
                                .responseOutOfOrderStrategy(MonitoringResponseOutOfOrderStrategy.INSTANCE).build())
                        .build())
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setConnectionRequestTimeout(Timeout.ofSeconds(5)).build())
                .setConnectionReuseStrategy((request, response, context) -> isWhole(context)
                        && DefaultClientConnectionReuseStrategy.INSTANCE.keepAlive(request, response, context))
                .evictIdleConnections(TimeValue.ofSeconds(10))
                .evictExpiredConnections()
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableContentCompression()
                .disableAutomaticRetries()
                .disableDefaultUserAgent()
                .build();
    }

    /** After an early refusal the service still waits for the rest of the body: the next request would be taken for it. */
    private static boolean isWhole(HttpContext context) {
        return !(context.getAttribute(BODY) instanceof BoundedBody body) || body.isWhole();
    }
}
