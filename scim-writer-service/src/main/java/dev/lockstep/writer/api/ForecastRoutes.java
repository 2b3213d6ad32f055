package dev.lockstep.writer.api;

import dev.lockstep.contracts.AppConfig;
import dev.lockstep.contracts.AppConfig.RemovalThreshold;
import dev.lockstep.contracts.AppConfig.TargetProfile;
import dev.lockstep.contracts.DesiredAccount;
import dev.lockstep.kit.web.Allowed;
import dev.lockstep.kit.web.Problem;
import dev.lockstep.kit.web.Role;
import dev.lockstep.writer.account.Row;
import dev.lockstep.writer.account.WorkTable;
import dev.lockstep.writer.forecast.Forecast;
import dev.lockstep.writer.target.Target;
import dev.lockstep.writer.target.Targets;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** What attempts would do, for the preview of a replay. */
@RestController
class ForecastRoutes {
    private static final int MOST = 500;
    private static final RemovalThreshold NOBODY_PROTECTED = new RemovalThreshold(0, 0);

    private final WorkTable table;
    private final Targets targets;
    private final Forecast forecast = new Forecast();

    ForecastRoutes(WorkTable table, Targets targets) {
        this.table = table;
        this.targets = targets;
    }

    /** @param desires what is desired of each account, at most {@value #MOST} */
    record Question(@Nullable List<DesiredAccount> desires) {
    }

    /** @param action {@code create}, {@code update}, {@code enable}, {@code disable}, {@code delete} or {@code nothing} */
    record Item(String app, String objectId, String action) {
    }

    /** @param items in the order of the question */
    record Answer(List<Item> items) {
    }

    /**
     * From the work table alone, no target is called: where an account is not linked yet but matching would find it, the
     * forecast says create, and the attempt updates it.
     */
    @PostMapping("/internal/forecast")
    @Allowed(Role.OPERATOR)
    Answer forecast(@RequestBody Question question) {
        List<DesiredAccount> desires = question.desires() == null ? List.of() : question.desires();
        if (desires.size() > MOST) {
            throw Problem.badRequest("too-many", "At most " + MOST + " accounts can be forecast at once.", "Ask in parts.");
        }
        Map<String, Row> rows = table.read(desires.stream().map(DesiredAccount::key).toList());
        Set<String> referenced = new HashSet<>();
        desires.forEach(desired -> desired.references().values().forEach(id -> referenced.add(DesiredAccount.key(desired.app(), id))));
        Map<String, String> links = referenced.isEmpty() ? Map.of() : table.links(referenced);
        return new Answer(desires.stream().map(desired -> {
            AppConfig config = targets.find(desired.app()).map(Target::config).orElse(null);
            Forecast.Action action = forecast.of(desired, rows.get(desired.key()), links,
                    config == null ? TargetProfile.standard() : config.profile(), config == null ? NOBODY_PROTECTED : config.removalThreshold());
            return new Item(desired.app(), desired.objectId(), action.name().toLowerCase(Locale.ROOT));
        }).toList());
    }
}
