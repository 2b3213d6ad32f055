package dev.lockstep.mapping.fakes;

import dev.lockstep.mapping.app.App;
import dev.lockstep.mapping.planning.AppStore;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Apps in memory; proven by the contract of the real store. */
public final class InMemoryApps implements AppStore {
    private final TreeMap<String, App> apps = new TreeMap<>();

    @Override
    public Optional<App> byId(String id) {
        return Optional.ofNullable(apps.get(id));
    }

    @Override
    public List<App> all() {
        return List.copyOf(apps.values());
    }

    @Override
    public Map<String, Long> revisions() {
        Map<String, Long> revisions = new LinkedHashMap<>();
        apps.values().forEach(app -> revisions.put(app.id(), app.revision()));
        return revisions;
    }

    @Override
    public boolean save(App app) {
        if (byId(app.id()).map(App::revision).orElse(0L) != app.revision()) {
            return false;
        }
        apps.put(app.id(), new App(app.id(), app.template(), app.name(), app.tenantUrl(), app.credentials(), app.configVersion(), app.job(),
                app.automatic(), app.everybody(), app.groupsEnabled(), app.notifications(), app.removalThreshold(), app.limits(), app.onPurge(), app.policies(), app.profile(),
                app.schema(), app.stamp(), app.draft(), app.salt(), app.removed(), app.revision() + 1, app.outbox()));
        return true;
    }

    @Override
    public List<App> withOutbox() {
        return apps.values().stream().filter(app -> !app.outbox().isEmpty()).toList();
    }
}
