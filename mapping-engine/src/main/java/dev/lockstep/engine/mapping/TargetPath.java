package dev.lockstep.engine.mapping;

import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Checks the SCIM paths that mappings may fill (RFC 7644 section 3.5.2, with one equality as value filter). */
final class TargetPath {
  private static final String NAME = "[A-Za-z$][A-Za-z0-9_$-]*";
  private static final String FILTER = "\\[\\s*" + NAME + "\\s+(?i:eq)\\s+(?:\"[^\"\\\\]*\"|true|false|True|False|[0-9]+)\\s*]";
  private static final Pattern SHAPE =
      Pattern.compile("(?:urn:[A-Za-z0-9][A-Za-z0-9:._~%-]*:)?" + NAME + "(?:" + FILTER + ")?(?:\\." + NAME + ")*");
  private static final int MAX_LENGTH = 500;

  private TargetPath() {}

  /** Why the path cannot be a mapping's target, or null. */
  static @Nullable String refusal(String path) {
    if (path.isBlank()) {
      return "The mapping has no target attribute.";
    }
    if (path.equalsIgnoreCase("id")) {
      return "The target attribute id belongs to the application and cannot be mapped.";
    }
    if (path.length() > MAX_LENGTH || !SHAPE.matcher(path).matches()) {
      return "The target attribute is no SCIM path such as name.givenName, emails[type eq \"work\"].value or urn:…:User:department.";
    }
    return null;
  }

  /** The last part of the path, in lower case. */
  static String leaf(String path) {
    int dot = path.lastIndexOf('.');
    int colon = path.lastIndexOf(':');
    return path.substring(Math.max(dot, colon) + 1).toLowerCase(Locale.ROOT);
  }
}
