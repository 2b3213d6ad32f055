package dev.lockstep.audit.notify;

import dev.lockstep.kit.net.AddressPolicy;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.classic.MinimalHttpClient;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.util.Timeout;

/**
 * Webhook calls over HTTP/1.1: a connection for each, no redirects, no cookies, no proxy from the environment, a limit for the
 * whole call and for what is read of the answer. Only addresses that the policy permits get a connection.
 */
public final class HttpHookPost implements HookPost, AutoCloseable {
    private static final int MOST_READ = 4 << 10;

    private final AddressPolicy policy;
    private final Duration connect;
    private final Duration total;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    public HttpHookPost(AddressPolicy policy, Duration connect, Duration total) {
        this.policy = policy;
        this.connect = connect;
        this.total = total;
    }

    /** The check sits where the socket gets its addresses, so a name that changes between two look-ups changes nothing. */
    private record Guard(AddressPolicy policy, boolean onlyListed) implements DnsResolver {
        @Override
        public InetAddress[] resolve(String host) throws UnknownHostException {
            return policy.resolve(host, onlyListed);
        }

        @Override
        public String resolveCanonicalHostname(String host) {
            return host;
        }
    }

    @Override
    public int post(URI url, Map<String, String> headers, byte[] body) throws NotSent {
        if (policy.refusal(url).isPresent()) {
            throw new NotSent("its address must not be called", true);
        }
        HttpPost request = new HttpPost(URI.create((url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath())
                + (url.getRawQuery() == null ? "" : "?" + url.getRawQuery())));
        headers.forEach(request::setHeader);
        request.setEntity(new ByteArrayEntity(body, ContentType.APPLICATION_JSON));
        request.setConfig(RequestConfig.custom().setRedirectsEnabled(false).setResponseTimeout(Timeout.of(total)).build());
        Future<Integer> call = threads.submit(() -> call(url, request));
        try {
            return call.get(total.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            request.abort();
            throw new NotSent("no answer in time", false);
        } catch (InterruptedException e) {
            request.abort();
            Thread.currentThread().interrupt();
            throw new NotSent("stopped", false);
        } catch (ExecutionException e) {
            boolean refused = e.getCause() instanceof AddressPolicy.Refused;
            // The text of the exception may name the address.
            throw new NotSent(refused ? "its address must not be called" : String.valueOf(e.getCause().getClass().getSimpleName()), refused);
        }
    }

    private int call(URI url, HttpPost request) throws IOException {
        boolean onlyListed = url.getScheme().equalsIgnoreCase("http") || url.getPort() != -1 && url.getPort() != 443;
        try (MinimalHttpClient client = HttpClients.createMinimal(PoolingHttpClientConnectionManagerBuilder.create()
                .setDnsResolver(new Guard(policy, onlyListed))
                .setDefaultConnectionConfig(ConnectionConfig.custom().setConnectTimeout(Timeout.of(connect)).setSocketTimeout(Timeout.of(total)).build())
                .build())) {
            HttpHost origin = new HttpHost(url.getScheme(), AddressPolicy.bare(url.getHost()), url.getPort());
            return client.execute(origin, request, response -> status(response, request));
        }
    }

    /** Only the status counts. An answer that has no end is not read to it. */
    private static int status(ClassicHttpResponse response, HttpPost request) throws IOException {
        if (response.getEntity() != null) {
            InputStream in = response.getEntity().getContent();
            if (in != null && in.readNBytes(MOST_READ).length == MOST_READ) {
                request.abort();
                response.setEntity(null);
            }
        }
        return response.getCode();
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
