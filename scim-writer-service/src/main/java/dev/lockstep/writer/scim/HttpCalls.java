package dev.lockstep.writer.scim;

import dev.lockstep.kit.net.AddressPolicy;
import dev.lockstep.writer.fault.Answer.Cause;
import dev.lockstep.writer.fault.Answer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.classic.MinimalHttpClient;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.HttpEntityWrapper;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * Bytes over HTTP/1.1 to one origin: pooled connections, no redirects, no cookies, no retries, no decompression, no proxy
 * from the environment, a limit for the whole call and for the body.
 */
final class HttpCalls implements AutoCloseable {
    private static final String USER_AGENT = "Lockstep-SCIM/1";

    private final MinimalHttpClient client;
    private final PoolingHttpClientConnectionManager connections;
    private final HttpHost origin;
    private final Deadlines deadlines;
    private final Duration total;
    private final RequestConfig requestConfig;

    /** What came back: either a status with a body, or a failure. */
    record Raw(int status, byte[] body, @Nullable String retryAfter, @Nullable Answer failure) {
        static Raw failed(Answer failure) {
            return new Raw(0, new byte[0], null, failure);
        }
    }

    /**
     * Reads have no time-out of their own: the deadline of the whole call ends them, and a timer for each read of a virtual
     * thread would cost more than the read.
     *
     * @param base its scheme, host and port are where all calls go
     */
    HttpCalls(URI base, AddressPolicy policy, int concurrency, Duration connect, Duration total, Deadlines deadlines) {
        boolean onlyListed = base.getScheme().equalsIgnoreCase("http") || base.getPort() != -1 && base.getPort() != 443;
        this.origin = new HttpHost(base.getScheme(), AddressPolicy.bare(base.getHost()), base.getPort());
        this.deadlines = deadlines;
        this.total = total;
        this.connections = PoolingHttpClientConnectionManagerBuilder.create()
                .setMaxConnTotal(concurrency)
                .setMaxConnPerRoute(concurrency)
                .setDnsResolver(new Guard(policy, onlyListed))
                .setDefaultSocketConfig(SocketConfig.custom().setTcpNoDelay(true).build())
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(Timeout.of(connect)).setSocketTimeout(Timeout.DISABLED)
                        .setValidateAfterInactivity(TimeValue.ofSeconds(1)).setTimeToLive(TimeValue.ofMinutes(5)).build())
                .build();
        this.client = HttpClients.createMinimal(connections);
        this.requestConfig = RequestConfig.custom()
                .setConnectionRequestTimeout(Timeout.of(total)).setResponseTimeout(Timeout.DISABLED).setRedirectsEnabled(false).build();
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

    /** A body that is sent only while it is time; a head without its body asks for nothing. */
    private static final class Timely extends HttpEntityWrapper {
        private final BooleanSupplier timely;

        Timely(HttpEntity entity, BooleanSupplier timely) {
            super(entity);
            this.timely = timely;
        }

        @Override
        public void writeTo(OutputStream out) throws IOException {
            if (!timely.getAsBoolean()) {
                throw new Late();
            }
            super.writeTo(out);
        }
    }

    private static final class Late extends IOException {
    }

    /**
     * @param target path and query, encoded
     * @param timely asked at the last moment before a body is sent
     * @param headers names and values in turn
     * @throws TooLate when it was not timely any more
     */
    Raw call(String method, String target, byte @Nullable [] body, BooleanSupplier timely, String contentType, int limit, String... headers) {
        HttpUriRequestBase request = new HttpUriRequestBase(method, URI.create(target));
        request.setConfig(requestConfig);
        request.setHeader("User-Agent", USER_AGENT);
        for (int i = 0; i < headers.length; i += 2) {
            request.setHeader(headers[i], headers[i + 1]);
        }
        if (body != null) {
            request.setEntity(new Timely(new ByteArrayEntity(body, ContentType.create(contentType)), timely));
        }
        Deadlines.Watched watched = deadlines.begin(total, request::abort);
        try {
            return client.execute(origin, request, response -> read(response, request, limit));
        } catch (Late e) {
            throw new TooLate();
        } catch (IOException e) {
            return Raw.failed(watched.isLate() ? new Answer.MaybeSent(Cause.TIMEOUT) : failure(e));
        } catch (IllegalStateException e) {
            // The pool was closed because the app's settings changed.
            return Raw.failed(new Answer.MaybeSent(Cause.BROKEN_OFF));
        } finally {
            deadlines.end(watched);
        }
    }

    private static Raw read(ClassicHttpResponse response, HttpUriRequestBase request, int limit) throws IOException, HttpException {
        Header retryAfter = response.getFirstHeader("Retry-After");
        String wait = retryAfter == null ? null : retryAfter.getValue();
        HttpEntity entity = response.getEntity();
        if (entity == null) {
            return new Raw(response.getCode(), new byte[0], wait, null);
        }
        try (InputStream in = entity.getContent()) {
            byte[] body = in.readNBytes(limit + 1);
            if (body.length > limit) {
                // Not drained: it may have no end.
                request.abort();
                if (response.getCode() == HttpStatus.SC_OK && request.getMethod().equals("PATCH")) {
                    // It is done, however long the description of a group with all its members is.
                    return new Raw(HttpStatus.SC_NO_CONTENT, new byte[0], wait, null);
                }
                throw new TooLarge();
            }
            return new Raw(response.getCode(), body, wait, null);
        }
    }

    private static final class TooLarge extends IOException {
    }

    private static Answer failure(IOException e) {
        return switch (e) {
            case AddressPolicy.Refused refused -> new Answer.AddressRefused();
            case UnknownHostException unknown -> new Answer.NotSent(Cause.UNRESOLVED);
            case ConnectTimeoutException timeout -> new Answer.NotSent(Cause.UNREACHABLE);
            case ConnectionRequestTimeoutException busy -> new Answer.NotSent(Cause.UNREACHABLE);
            case ConnectException refused -> new Answer.NotSent(Cause.UNREACHABLE);
            case NoRouteToHostException unreachable -> new Answer.NotSent(Cause.UNREACHABLE);
            case SSLHandshakeException tls -> new Answer.TlsFailure();
            case SSLPeerUnverifiedException tls -> new Answer.TlsFailure();
            case SocketTimeoutException timeout -> new Answer.MaybeSent(Cause.TIMEOUT);
            case TooLarge large -> new Answer.MaybeSent(Cause.TOO_LARGE);
            default -> new Answer.MaybeSent(Cause.BROKEN_OFF);
        };
    }

    @Override
    public void close() {
        connections.close(org.apache.hc.core5.io.CloseMode.IMMEDIATE);
    }
}
