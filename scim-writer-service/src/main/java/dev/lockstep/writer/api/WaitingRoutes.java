package dev.lockstep.writer.api;

import dev.lockstep.kit.web.Allowed;
import dev.lockstep.kit.web.Page;
import dev.lockstep.kit.web.Problem;
import dev.lockstep.kit.web.Role;
import dev.lockstep.writer.account.Row;
import dev.lockstep.writer.account.WorkTable;
import dev.lockstep.writer.account.WorkTable.Place;
import io.swagger.v3.oas.annotations.Operation;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
class WaitingRoutes {
    private final WorkTable table;

    WaitingRoutes(WorkTable table) {
        this.table = table;
    }

    /**
     * An account that is written but for a reference, or a membership that cannot be written before its group and its member are there.
     *
     * @param objectId of a membership {@code <group>/<member>}
     * @param waitsFor object ids of the people and groups that are not in this app yet
     */
    record WaitingView(String app, String objectId, String userName, List<String> waitsFor, Instant since) {
        static WaitingView of(Row row) {
            return new WaitingView(row.app(), row.objectId(), row.wish() == null ? "" : row.wish().account().userName(),
                    row.standing().waitsFor().stream().map(key -> key.substring(key.indexOf('/') + 1)).toList(), Instant.ofEpochMilli(row.standing().waitingSince()));
        }
    }

    @GetMapping("/api/v1/waiting")
    @Allowed({Role.OPERATOR, Role.AUDITOR})
    @Operation(summary = "Accounts whose manager or member has no account in the app yet; those that have waited longest first")
    Page<WaitingView> waiting(@RequestParam @Nullable String app, @RequestParam @Nullable Integer limit, @RequestParam @Nullable String cursor) {
        int size = Page.limit(limit);
        List<Row> rows = table.waiting(app == null || app.isBlank() ? null : app, place(Page.decode(cursor)), size + 1);
        return Page.of(rows, size, row -> row.standing().waitingSince() + " " + row.key()).map(WaitingView::of);
    }

    private static @Nullable Place place(@Nullable String position) {
        if (position == null) {
            return null;
        }
        int space = position.indexOf(' ');
        try {
            return new Place(Long.parseLong(position.substring(0, Math.max(0, space))), position.substring(space + 1));
        } catch (NumberFormatException e) {
            throw Problem.badRequest("bad-cursor", "The cursor is not one that this list gave out.", "Start again without a cursor.");
        }
    }
}
