package dev.lockstep.targets;

import java.net.URI;

/** A running SCIM service provider; closing it stops it and forgets its accounts. */
public interface SampleApplication extends AutoCloseable {

    /** @return the Tenant URL, such as {@code http://127.0.0.1:40123/scim/v2}, without a trailing slash */
    URI baseUrl();

    @Override
    void close();
}
