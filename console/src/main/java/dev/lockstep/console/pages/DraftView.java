package dev.lockstep.console.pages;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a draft would change, as a page shows it.
 *
 * @param running whether the comparison is still on its way
 * @param next cursor of the next page of accounts; null on the last
 */
record DraftView(String state, String tone, boolean running, String savedBy, @Nullable When savedAt, String comment, Bar bar, List<Fact> facts,
        List<Attribute> attributes, List<Account> accounts, @Nullable String next) {

    /** As the page's progress bar takes it. */
    record Bar(long total, long done, String percent, String count, String remaining) {
    }

    /** @param kind what to ask the accounts for; empty for none */
    record Fact(String label, String count, String kind, boolean bad) {
    }

    record Attribute(String name, String count) {
    }

    record Account(String objectId, String userName, String kind, String tone, List<Change> changes, List<String> failures) {
    }

    record Change(String attribute, String effect, String before, String after) {
    }

    static DraftView of(JsonNode report, Instant now) {
        String state = report.path("state").asString("");
        long walked = report.path("progress").path("walked").asLong(0);
        long total = report.path("progress").path("total").asLong(0);
        JsonNode counts = report.path("counts");
        List<Fact> facts = List.of(fact("Accounts that change", counts.path("changes"), "changes", false), fact("Enter scope", counts.path("enters"), "enters", false),
                fact("Leave scope", counts.path("leaves"), "leaves", true), fact("Stay as they are", counts.path("stays"), "stays", false),
                fact("Fail to map", counts.path("failing"), "failed", true), fact("Live changes seen", report.path("live"), "", false));
        List<Attribute> attributes = new ArrayList<>();
        report.path("byAttribute").forEach(each -> attributes.add(new Attribute(each.path("attribute").asString(""), JobStrip.number(each.path("accounts").asLong(0)))));
        List<Account> accounts = new ArrayList<>();
        report.path("accounts").path("items").forEach(each -> accounts.add(account(each)));
        JsonNode next = report.path("accounts").path("nextCursor");
        return new DraftView(label(state), state.equals("complete") ? "good" : state.equals("unusable") ? "bad" : "busy",
                state.equals("running") || state.equals("starting"), report.path("savedBy").asString("").replaceFirst("^token:", ""),
                When.of(report.path("savedAt"), now), report.path("comment").asString(""),
                new Bar(Math.max(total, 1), walked, total == 0 ? "" : String.format(Locale.ROOT, "%d %%", 100 * walked / total),
                        JobStrip.number(walked) + " of " + JobStrip.number(total) + " users compared", ""),
                facts, attributes, accounts, next.isString() ? next.stringValue() : null);
    }

    private static Fact fact(String label, JsonNode count, String kind, boolean bad) {
        return new Fact(label, JobStrip.number(count.asLong(0)), kind, bad && count.asLong(0) > 0);
    }

    private static Account account(JsonNode account) {
        List<Change> changes = new ArrayList<>();
        account.path("changes").forEach(change -> changes.add(new Change(change.path("attribute").asString(""), effect(change.path("effect").asString("")),
                SchemaViews.text(change.path("before")), SchemaViews.text(change.path("after")))));
        List<String> failures = new ArrayList<>();
        account.path("failures").forEach(failure -> failures.add(failure.path("targetAttribute").asString("") + ": " + failure.path("message").asString("")));
        String kind = account.path("kind").asString("");
        return new Account(account.path("objectId").asString(""), account.path("userName").asString(""), kind,
                kind.equals("enters") ? "good" : kind.equals("leaves") ? "bad" : kind.equals("changes") ? "busy" : "calm", changes, failures);
    }

    private static String effect(String effect) {
        return switch (effect) {
            case "clear" -> "cleared";
            case "release" -> "no longer written";
            case "onCreation" -> "on creation only";
            default -> "";
        };
    }

    private static String label(String state) {
        return switch (state) {
            case "starting" -> "Starting";
            case "running" -> "Comparing";
            case "complete" -> "Compared with everybody";
            case "unusable" -> "Not usable by this version";
            default -> state;
        };
    }
}
