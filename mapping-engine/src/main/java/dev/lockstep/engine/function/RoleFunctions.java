package dev.lockstep.engine.function;

import static dev.lockstep.engine.function.Parameter.of;
import static dev.lockstep.engine.function.ParameterType.ROLES;

import dev.lockstep.engine.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Functions of the app roles that a user holds. */
final class RoleFunctions {
  private static final String ROLE_TYPE = "WindowsAzureActiveDirectoryRole";
  private static final List<Map<String, String>> SAMPLE =
      List.of(Map.of("value", "Admin", "displayName", "Admin"), Map.of("value", "Viewer", "displayName", "Viewer"));

  static final List<FunctionSpec> ALL = List.of(
      FunctionSpec.of("SingleAppRoleAssignment", ResultType.TEXT, List.of(of("appRoleAssignments", ROLES)),
          "Gives the name of the user's role; the first one when there are several.", RoleFunctions::single,
          Example.of("SingleAppRoleAssignment([appRoleAssignments])", "appRoleAssignments", SAMPLE, "Admin"),
          Example.of("SingleAppRoleAssignment([appRoleAssignments])", null)),
      FunctionSpec.of("AppRoleAssignments", ResultType.LIST, List.of(of("source", ROLES)), "Gives the names of the user's roles.", RoleFunctions::names,
          Example.of("AppRoleAssignments([appRoleAssignments])", "appRoleAssignments", SAMPLE, "Admin, Viewer"),
          Example.of("Count(AppRoleAssignments([appRoleAssignments]))", "0")),
      FunctionSpec.of("AppRoleAssignmentsComplex", ResultType.LIST, List.of(of("appRoleAssignments", ROLES)),
          "Gives the user's roles as objects, to be added to those in the target.", RoleFunctions::complex,
          Example.of("Count(AppRoleAssignmentsComplex([appRoleAssignments]))", "appRoleAssignments", SAMPLE, "2"),
          Example.of("AppRoleAssignmentsComplex([appRoleAssignments])", null)),
      FunctionSpec.of("AssertiveAppRoleAssignmentsComplex", ResultType.LIST, List.of(of("appRoleAssignments", ROLES)),
          "Gives the user's roles as objects, to replace those in the target.", RoleFunctions::complex,
          Example.of("Count(AssertiveAppRoleAssignmentsComplex([appRoleAssignments]))", "appRoleAssignments", SAMPLE, "2"),
          Example.of("AssertiveAppRoleAssignmentsComplex([appRoleAssignments])", null)));

  private RoleFunctions() {}

  private static Value single(Arguments arguments) {
    List<Map<String, Object>> roles = arguments.roles(0);
    return roles.isEmpty() ? Value.NOTHING : Value.of(first(roles.getFirst(), "value", "displayName", "display"));
  }

  private static Value names(Arguments arguments) {
    List<Value> names = new ArrayList<>();
    for (Map<String, Object> role : arguments.roles(0)) {
      Value name = Value.of(first(role, "value", "displayName", "display"));
      if (!name.isNullOrEmpty()) {
        names.add(name);
      }
    }
    return names.isEmpty() ? Value.NOTHING : new Value.Items(names);
  }

  private static Value complex(Arguments arguments) {
    List<Value> out = new ArrayList<>();
    for (Map<String, Object> role : arguments.roles(0)) {
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("primary", false);
      fields.put("type", ROLE_TYPE);
      putPresent(fields, "display", first(role, "displayName", "display", "value"));
      putPresent(fields, "value", first(role, "value", "displayName", "display"));
      out.add(new Value.Fields(fields));
    }
    return out.isEmpty() ? Value.NOTHING : new Value.Items(out);
  }

  private static @Nullable Object first(Map<String, Object> role, String... keys) {
    for (String key : keys) {
      Object found = role.get(key);
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  private static void putPresent(Map<String, Object> fields, String key, @Nullable Object value) {
    if (value != null) {
      fields.put(key, value);
    }
  }
}
