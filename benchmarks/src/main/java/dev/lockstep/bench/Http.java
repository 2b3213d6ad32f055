package dev.lockstep.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.DefaultHttpRequestRetryStrategy;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

import java.net.URI;

/** A bare HTTP client with a bearer token and a fixed number of connections to one server. */
final class Http implements AutoCloseable {

    /** Without it 429 and 503 would be waited out and tried again, unseen by whoever measures. */
    private static final DefaultHttpRequestRetryStrategy ONLY_BROKEN_CONNECTIONS = new DefaultHttpRequestRetryStrategy(1, TimeValue.ofMilliseconds(100)) {
        @Override
        public boolean retryRequest(HttpResponse response, int executions, HttpContext context) {
            return false;
        }
    };

    private final CloseableHttpClient client;
    private final String base;
    private final String authorization;

    /** @param connections the most that are open at a time; further callers wait */
    Http(URI base, String token, int connections) {
        this.base = base.toString().replaceAll("/+$", "");
        this.authorization = "Bearer " + token;
        this.client = HttpClients.custom()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setMaxConnTotal(connections)
                        .setMaxConnPerRoute(connections)
                        .setDefaultConnectionConfig(ConnectionConfig.custom()
                                .setConnectTimeout(Timeout.ofSeconds(5))
                                .setSocketTimeout(Timeout.ofSeconds(60))
                                .build())
                        .build())
                .setDefaultRequestConfig(RequestConfig.custom().setConnectionRequestTimeout(Timeout.ofMinutes(5)).build())
                .disableCookieManagement()
                .disableContentCompression()
                .disableRedirectHandling()
                .setRetryStrategy(ONLY_BROKEN_CONNECTIONS)
                .build();
    }

    record Answer(int status, byte[] body) {
        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    /** @param path what follows the base address, encoded */
    Answer get(String path) {
        return send("GET", path, "application/json", null);
    }

    Answer delete(String path) {
        return send("DELETE", path, "application/json", null);
    }

    Answer send(String method, String path, String contentType, byte @org.jspecify.annotations.Nullable [] body) {
        var request = new HttpUriRequestBase(method, URI.create(base + path));
        request.setHeader("Authorization", authorization);
        if (body != null) {
            request.setEntity(new ByteArrayEntity(body, ContentType.parse(contentType)));
        }
        try {
            return client.execute(request, response -> {
                byte[] bytes = response.getEntity() == null ? new byte[0] : EntityUtils.toByteArray(response.getEntity());
                return new Answer(response.getCode(), bytes);
            });
        } catch (IOException e) {
            throw new UncheckedIOException(method + " " + base + ": no answer", e);
        }
    }

    @Override
    public void close() {
        client.close(CloseMode.IMMEDIATE);
    }
}
