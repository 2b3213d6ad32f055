package dev.lockstep.console.replay;

import dev.lockstep.console.gateway.Service;
import dev.lockstep.console.gateway.ServiceCalls;
import dev.lockstep.kit.web.Caller;
import dev.lockstep.kit.web.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import org.slf4j.MDC;
import tools.jackson.databind.JsonNode;

/** Counts what a replay would do: mapping decides anew what each account should be, the writer compares that with what it is. */
final class Forecasts implements AutoCloseable {
    /** Pages at a time, so that one preview leaves the services room for others. */
    private static final int AT_ONCE = 4;
    private static final String REQUEST = "requestId";

    private final ServiceCalls services;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    Forecasts(ServiceCalls services) {
        this.services = services;
    }

    /** @param matched how many failures were found */
    record Counted(long matched, Preview preview) {
    }

    Counted count(Failures failures, Selection selection, Caller caller) {
        List<Future<Preview>> pages = new ArrayList<>();
        Semaphore places = new Semaphore(AT_ONCE);
        String requestId = MDC.get(REQUEST);
        long[] matched = {0};
        try {
            failures.accounts(selection, caller, page -> {
                matched[0] += page.size();
                places.acquireUninterruptibly();
                pages.add(threads.submit(() -> {
                    try {
                        MDC.put(REQUEST, requestId);
                        return page(page, caller);
                    } finally {
                        places.release();
                    }
                }));
            });
            Preview all = Preview.NONE;
            for (Future<Preview> page : pages) {
                all = all.plus(page.get());
            }
            return new Counted(matched[0], all);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Problem problem ? problem : new CompletionException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Problem.unavailable("interrupted", "The preview was interrupted.", "Ask for it again.");
        } finally {
            pages.forEach(page -> page.cancel(true));
        }
    }

    private Preview page(List<Failure> failures, Caller caller) {
        List<Map<String, String>> items = failures.stream().map(f -> Map.of("app", f.app(), "objectId", f.objectId())).toList();
        JsonNode decided = services.post(Service.MAPPING, "/internal/replays/preview", Map.of("items", items), caller).orRefuse().tree();
        List<JsonNode> desires = new ArrayList<>();
        for (JsonNode item : decided.path("items")) {
            if (item.path("desired").isObject()) {
                desires.add(item.path("desired"));
            }
        }
        long undesired = failures.size() - desires.size();
        if (desires.isEmpty()) {
            return Preview.NONE.plus(new Preview(0, 0, 0, 0, 0, undesired));
        }
        return Preview.of(services.post(Service.WRITER, "/internal/forecast", Map.of("desires", desires), caller).orRefuse().tree(), undesired);
    }

    @Override
    public void close() {
        threads.close();
    }
}
