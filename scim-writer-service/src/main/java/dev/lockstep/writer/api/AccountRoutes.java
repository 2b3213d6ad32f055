package dev.lockstep.writer.api;

import dev.lockstep.kit.web.Allowed;
import dev.lockstep.kit.web.Page;
import dev.lockstep.kit.web.Role;
import dev.lockstep.writer.account.Row;
import dev.lockstep.writer.account.WorkTable;
import io.swagger.v3.oas.annotations.Operation;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
class AccountRoutes {
    private final WorkTable table;

    AccountRoutes(WorkTable table) {
        this.table = table;
    }

    @GetMapping("/api/v1/accounts")
    @Allowed({Role.OPERATOR, Role.AUDITOR})
    @Operation(summary = "Accounts by app, person (object id or user name) and state")
    Page<AccountView> accounts(@RequestParam @Nullable String app, @RequestParam @Nullable String user, @RequestParam @Nullable String state,
            @RequestParam @Nullable Integer limit, @RequestParam @Nullable String cursor) {
        int size = Page.limit(limit);
        List<Row> rows = table.list(new WorkTable.Listing(empty(app), empty(user), AccountView.state(state), Page.decode(cursor), size + 1));
        return Page.of(rows, size, Row::key).map(AccountView::of);
    }

    private static @Nullable String empty(@Nullable String text) {
        return text == null || text.isBlank() ? null : text;
    }
}
