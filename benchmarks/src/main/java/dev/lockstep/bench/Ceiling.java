package dev.lockstep.bench;

import java.net.URI;
import java.util.List;

/**
 * What is possible at all: the same accounts looked up and created by a bare HTTP client, with no queue, no state and no
 * proof of what it did.
 */
final class Ceiling {

    private static final String SCIM = "application/scim+json";

    private Ceiling() {
    }

    /** @return seconds for all accounts; every look-up must find nobody and every account must be created */
    static double seconds(URI tenantUrl, String token, int concurrency, List<Target.Account> accounts) {
        try (var http = new Http(tenantUrl, token, concurrency)) {
            return Fleet.run(concurrency, accounts.size(), i -> create(http, accounts.get(i)));
        }
    }

    private static void create(Http http, Target.Account account) {
        String filter = Door.encoded("userName eq \"" + account.userName() + "\"");
        Http.Answer found = http.send("GET", "/Users?filter=" + filter, SCIM, null);
        if (found.status() != 200 || !found.text().replace(" ", "").contains("\"totalResults\":0")) {
            throw new IllegalStateException("the target was not empty, or answered " + found.status());
        }
        Http.Answer created = http.send("POST", "/Users", SCIM, account.body());
        if (created.status() != 201) {
            throw new IllegalStateException("the target refused an account: " + created.status());
        }
    }
}
