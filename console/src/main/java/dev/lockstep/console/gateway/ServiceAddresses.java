package dev.lockstep.console.gateway;

import dev.lockstep.console.ConsoleSettings;
import java.net.URI;

/** Where the services are. */
public final class ServiceAddresses {
    private final ConsoleSettings settings;

    public ServiceAddresses(ConsoleSettings settings) {
        this.settings = settings;
    }

    public URI of(Service service) {
        return switch (service) {
            case INGEST -> settings.ingestUrl();
            case MAPPING -> settings.mappingUrl();
            case WRITER -> settings.writerUrl();
            case AUDIT -> settings.auditUrl();
        };
    }

    /** @param target path, and query when there is one, in the form in which they are sent */
    public URI resolve(Service service, String target) {
        String base = of(service).toString();
        return URI.create((base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + target);
    }
}
