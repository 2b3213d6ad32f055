package dev.lockstep.console.pages;

import dev.lockstep.kit.web.Role;
import dev.lockstep.console.tokens.Grant;
import java.time.Instant;
import tools.jackson.databind.JsonNode;

/** An app in the list of apps. */
record AppRow(String id, String name, String template, Section<JobStrip> job) {
    static AppRow of(JsonNode app, Api api, Grant grant, Instant now) {
        String id = app.path("id").asString("");
        return new AppRow(id, app.path("name").asString(id), app.path("template").asString(""),
                Section.of(() -> JobStrip.of(api.job(grant, id), false, now)));
    }

    static boolean maySteer(Grant grant) {
        return grant.caller().has(Role.ADMIN) || grant.caller().has(Role.OPERATOR);
    }
}
