package dev.lockstep.ingest.source;

import dev.lockstep.kit.web.Allowed;
import dev.lockstep.kit.web.Caller;
import dev.lockstep.kit.web.Page;
import dev.lockstep.kit.web.Role;
import io.swagger.v3.oas.annotations.Operation;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Sources over REST. */
@RestController
@RequestMapping("/api/v1/sources")
final class SourceRoutes {
    private final SourceDesk desk;
    private final Sources sources;

    SourceRoutes(SourceDesk desk, Sources sources) {
        this.desk = desk;
        this.sources = sources;
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    @Allowed(Role.ADMIN)
    @Operation(summary = "Add a source; the key is shown this once")
    SourceDesk.Issued add(@RequestBody Map<String, Object> settings) {
        return desk.add(settings, Caller.current().subject());
    }

    @GetMapping
    @Allowed({Role.OPERATOR, Role.AUDITOR})
    @Operation(summary = "List the sources")
    Page<Map<String, @Nullable Object>> list(@RequestParam @Nullable Integer limit, @RequestParam @Nullable String cursor) {
        int size = Page.limit(limit);
        return Page.of(sources.list(Page.decode(cursor), size + 1), size, Source::id).map(SourceRoutes::view);
    }

    @GetMapping("/{source}")
    @Allowed({Role.OPERATOR, Role.AUDITOR})
    @Operation(summary = "One source")
    Map<String, @Nullable Object> get(@PathVariable String source) {
        return view(desk.get(source));
    }

    @PatchMapping("/{source}")
    @Allowed(Role.ADMIN)
    @Operation(summary = "Change a source's settings (JSON merge patch)")
    Map<String, @Nullable Object> patch(@PathVariable String source, @RequestBody Map<String, @Nullable Object> patch) {
        return view(desk.patch(source, patch, Caller.current().subject()));
    }

    @DeleteMapping("/{source}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Allowed(Role.ADMIN)
    @Operation(summary = "Remove a source; what it reported stays in the directory")
    void remove(@PathVariable String source) {
        desk.remove(source, Caller.current().subject());
    }

    @PostMapping("/{source}/key")
    @Allowed(Role.ADMIN)
    @Operation(summary = "Make a new key; the old one stops")
    SourceDesk.Issued rekey(@PathVariable String source) {
        return desk.rekey(source, Caller.current().subject());
    }

    private static Map<String, @Nullable Object> view(Source source) {
        Map<String, @Nullable Object> view = new LinkedHashMap<>();
        view.put("id", source.id());
        view.putAll(source.settings().toMap());
        view.put("versions", source.versions() == Source.Versions.UNSETTLED ? null : source.versions().name().toLowerCase(Locale.ROOT));
        view.put("createdAt", source.createdAt());
        view.put("keyIssuedAt", source.keyIssuedAt());
        view.put("lastUsedAt", source.lastUsedAt());
        return view;
    }
}
