package dev.lockstep.console.gateway;

import dev.lockstep.kit.web.Caller;
import dev.lockstep.kit.web.RequestId;
import java.io.IOException;
import java.time.Duration;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;
import tools.jackson.databind.json.JsonMapper;

/** Calls of the console itself to a service, with a whole small answer. */
public final class ServiceCalls {
    /** Answers to the console itself are small; more than this is no answer of a service of ours. */
    private static final int MAX_ANSWER = 8 * 1024 * 1024;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final CloseableHttpClient client;
    private final ServiceAddresses addresses;
    private final CallerTokens tokens;
    private final JsonMapper json;

    public ServiceCalls(CloseableHttpClient client, ServiceAddresses addresses, CallerTokens tokens, JsonMapper json) {
        this.client = client;
        this.addresses = addresses;
        this.tokens = tokens;
        this.json = json;
    }

    public ServiceAnswer get(Service service, String target, Caller caller) {
        return call(service, "GET", target, null, caller, PATIENCE);
    }

    public ServiceAnswer post(Service service, String target, @Nullable Object body, Caller caller) {
        return call(service, "POST", target, body, caller, PATIENCE);
    }

    /** @throws dev.lockstep.kit.web.Problem 503 that names the service when it gives no answer */
    public ServiceAnswer call(Service service, String method, String target, @Nullable Object body, @Nullable Caller caller, Duration patience) {
        HttpUriRequestBase call = new HttpUriRequestBase(method, addresses.resolve(service, target));
        call.setConfig(RequestConfig.custom().setResponseTimeout(Timeout.of(patience)).build());
        call.setHeader("Accept", "application/json, application/problem+json");
        if (caller != null) {
            call.setHeader("Authorization", tokens.authorization(caller));
        }
        String requestId = MDC.get("requestId");
        if (requestId != null) {
            call.setHeader(RequestId.HEADER, requestId);
        }
        if (body != null) {
            call.setEntity(new ByteArrayEntity(json.writeValueAsBytes(body), ContentType.APPLICATION_JSON));
        }
        try {
            return client.execute(call, answer -> new ServiceAnswer(service, answer.getCode(),
                    answer.getEntity() == null ? new byte[0] : EntityUtils.toByteArray(answer.getEntity(), MAX_ANSWER), json));
        } catch (IOException e) {
            throw Unreachable.problem(service);
        }
    }
}
