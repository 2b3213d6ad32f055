package dev.lockstep.engine.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.engine.Vectors;
import dev.lockstep.engine.mapping.AttributeMapping;
import dev.lockstep.engine.mapping.FlowType;
import dev.lockstep.engine.mapping.Source;
import dev.lockstep.engine.mapping.TargetType;
import dev.lockstep.engine.scope.Clause;
import dev.lockstep.engine.scope.FilterGroup;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What goes in comes out, for documents and for mappings that nobody thought of. */
class ImportExportTest {
  private static final List<String> TARGETS = List.of("userName", "title", "active", "name.givenName", "emails[type eq \"work\"].value", "roles[primary eq \"True\"].value",
      "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department", "urn:ietf:params:scim:schemas:extension:Contoso:2.0:User:badge");
  private final Random random = new Random(20261123);

  @Test
  void a_document_with_keys_that_nobody_knows_survives_import_and_export() {
    for (int i = 0; i < 60; i++) {
      Map<String, Object> document = strewn(Vectors.readObject("entra-schema-sample.json"));

      Map<String, Object> exported = SyncSchema.parse(document).toJson();

      assertThat(exported).isEqualTo(document);
      assertThat(SyncSchema.parse(exported).objectMappings()).isEqualTo(SyncSchema.parse(document).objectMappings());
    }
  }

  @Test
  void mappings_survive_export_and_import() {
    for (int i = 0; i < 500; i++) {
      List<ObjectMapping> mappings = new ArrayList<>();
      for (int m = random.nextInt(1, 4); m > 0; m--) {
        mappings.add(objectMapping(mappings.size()));
      }

      SyncSchema schema = SyncSchema.parse(SchemaWriter.document("1", "v", mappings));

      assertThat(schema.objectMappings()).isEqualTo(mappings);
      assertThat(SyncSchema.parse(SyncSchema.parse(schema.toJson()).toJson()).objectMappings()).isEqualTo(mappings);
    }
  }

  /** The tree with unknown keys in some of its objects. */
  private Map<String, Object> strewn(Map<?, ?> tree) {
    Map<String, Object> out = new LinkedHashMap<>();
    tree.forEach((key, value) -> out.put((String) key, value(value)));
    if (random.nextInt(4) == 0) {
      out.put("@odata." + random.nextInt(1_000), random.nextBoolean() ? null : List.of(Map.of("x", random.nextInt()), "y"));
    }
    return out;
  }

  private Object value(Object value) {
    return switch (value) {
      case Map<?, ?> object -> strewn(object);
      case List<?> list -> new ArrayList<>(list.stream().map(this::value).toList());
      case null, default -> value;
    };
  }

  private ObjectMapping objectMapping(int index) {
    List<AttributeMapping> attributes = new ArrayList<>();
    for (String target : TARGETS) {
      if (random.nextInt(3) > 0) {
        attributes.add(new AttributeMapping(target, source(target), target.equals("userName") ? random.nextInt(3) : 0,
            FlowType.values()[random.nextInt(FlowType.values().length)], random.nextBoolean() ? "True" : null, random.nextInt(3) == 0, TargetType.UNSPECIFIED));
      }
    }
    Set<FlowOperation> flows = EnumSet.noneOf(FlowOperation.class);
    Arrays.stream(FlowOperation.values()).filter(_ -> random.nextBoolean()).forEach(flows::add);
    return new ObjectMapping("Mapping " + index, "User", "U", random.nextBoolean(), flows, scope(), attributes,
        "/synchronizationRules/0/objectMappings/" + index);
  }

  private Source source(String target) {
    List<Source> some = new ArrayList<>(List.of(new Source.Direct("mail"), new Source.None(), new Source.Expression("Switch([IsSoftDeleted], , \"False\", \"True\", \"True\", \"False\")")));
    if (!target.equals("active")) {
      some.add(new Source.Constant("say \"hi\" \\ [x], " + random.nextInt(9)));
      some.add(new Source.Constant(""));
      some.add(new Source.Expression("Replace([a b], , \"\\\\d+\", , \"\", , )"));
    }
    return some.get(random.nextInt(some.size()));
  }

  private List<FilterGroup> scope() {
    List<FilterGroup> groups = new ArrayList<>();
    for (int g = random.nextInt(3); g > 0; g--) {
      groups.add(new FilterGroup("g" + g, List.of(Clause.of("country", "EQUALS", "NO"), new Clause("mail", "IS NOT NULL", List.of()))));
    }
    return groups;
  }
}
