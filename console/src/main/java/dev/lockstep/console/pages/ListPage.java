package dev.lockstep.console.pages;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** One page of a list of the API. @param next cursor of the next page; null on the last */
record ListPage<T>(List<T> items, @Nullable String next) {
    static <T> ListPage<T> of(JsonNode answer, Function<JsonNode, T> row) {
        List<T> items = new ArrayList<>();
        answer.path("items").forEach(item -> items.add(row.apply(item)));
        JsonNode next = answer.path("nextCursor");
        return new ListPage<>(items, next.isString() ? next.stringValue() : null);
    }
}
