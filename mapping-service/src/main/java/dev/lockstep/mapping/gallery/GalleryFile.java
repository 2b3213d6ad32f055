package dev.lockstep.mapping.gallery;

import dev.lockstep.contracts.AppConfig.Limits;
import dev.lockstep.contracts.AppConfig.OnPurge;
import dev.lockstep.contracts.AppConfig.TargetProfile;
import dev.lockstep.mapping.administration.Gallery;
import dev.lockstep.mapping.app.Template;
import dev.lockstep.mapping.app.Template.Field;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.json.JsonMapper;

/** The gallery in {@code gallery.yml}: each template is the standard with what it does otherwise. */
public final class GalleryFile implements Gallery {
    private static final String FILE = "/dev/lockstep/mapping/gallery.yml";
    private final List<Template> templates;

    public GalleryFile(JsonMapper json) {
        this(load(), json);
    }

    GalleryFile(Map<String, Object> page, JsonMapper json) {
        Map<String, Object> standard = map(page.get("standard"));
        DefaultSchema schemas = new DefaultSchema(map(page.get("source")), map(page.get("target")));
        List<Template> found = new ArrayList<>();
        for (Map<String, Object> entry : maps(page.get("templates"))) {
            found.add(template(entry, standard, schemas, json));
        }
        templates = List.copyOf(found);
    }

    @Override
    public List<Template> all() {
        return templates;
    }

    private static Map<String, Object> load() {
        try (InputStream in = GalleryFile.class.getResourceAsStream(FILE)) {
            return new Yaml().load(in);
        } catch (IOException e) {
            throw new UncheckedIOException("the gallery cannot be read", e);
        }
    }

    private static Template template(Map<String, Object> entry, Map<String, Object> standard, DefaultSchema schemas, JsonMapper json) {
        String id = text(entry, "id");
        Map<String, Object> profile = over(standard, entry, "profile");
        Map<String, Object> limits = over(standard, entry, "limits");
        List<?> without = entry.get("without") instanceof List<?> list ? list : List.of();
        List<Map<String, Object>> mappings = maps(standard.get("mappings")).stream()
                .filter(mapping -> !without.contains(mapping.get("target"))).toList();
        String hint = text(entry, "tenantUrl");
        List<Field> fields = maps(standard.get("fields")).stream().map(field -> new Field(text(field, "name"), text(field, "label"),
                (Boolean) field.get("required"), (Boolean) field.get("secret"),
                "tenantUrl".equals(field.get("name")) ? hint : text(field, "hint"))).toList();
        Object onPurge = entry.getOrDefault("onPurge", standard.get("onPurge"));
        return new Template(id, text(entry, "name"), text(entry, "description"), fields,
                json.convertValue(profile, TargetProfile.class), json.convertValue(limits, Limits.class),
                OnPurge.valueOf((String) onPurge), json.writeValueAsString(schemas.of(id, mappings)));
    }

    private static Map<String, Object> over(Map<String, Object> standard, Map<String, Object> entry, String name) {
        Map<String, Object> all = new LinkedHashMap<>(map(standard.get(name)));
        if (entry.get(name) != null) {
            all.putAll(map(entry.get(name)));
        }
        return all;
    }

    private static String text(Map<String, Object> map, String name) {
        if (map.get(name) instanceof String text) {
            return text;
        }
        throw new IllegalStateException("the gallery lacks a text at " + name);
    }

    @SuppressWarnings("unchecked") // keys of our own file are texts
    private static Map<String, Object> map(@Nullable Object value) {
        return (Map<String, Object>) Objects.requireNonNull(value);
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> maps(@Nullable Object value) {
        return (List<Map<String, Object>>) Objects.requireNonNull(value);
    }
}
