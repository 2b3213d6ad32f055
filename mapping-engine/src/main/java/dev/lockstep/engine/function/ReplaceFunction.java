package dev.lockstep.engine.function;

import static dev.lockstep.engine.function.Parameter.of;
import static dev.lockstep.engine.function.Parameter.optional;
import static dev.lockstep.engine.function.ParameterType.REGEX;
import static dev.lockstep.engine.function.ParameterType.TEXT;

import dev.lockstep.engine.regex.DotNetRegex;
import dev.lockstep.engine.regex.RegexMatch;
import dev.lockstep.engine.regex.Replacement;
import dev.lockstep.engine.value.Value;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Replace, whose mode follows from which arguments are given. */
public final class ReplaceFunction {
  static final String NAME = "Replace";
  private static final int SOURCE = 0;
  private static final int OLD_VALUE = 1;
  private static final int PATTERN = 2;
  private static final int GROUP = 3;
  private static final int NEW_VALUE = 4;
  private static final int OTHER_ATTRIBUTE = 5;
  private static final int TEMPLATE = 6;

  static final List<FunctionSpec> ALL = List.of(FunctionSpec.of(NAME, ResultType.TEXT,
      List.of(of("source", TEXT), optional("oldValue", TEXT), optional("regexPattern", REGEX), optional("regexGroupName", TEXT),
          optional("replacementValue", TEXT), optional("replacementAttributeName", TEXT), optional("template", TEXT)),
      "Replaces text or pattern matches in source, or fills source into a template. Give oldValue with replacementValue or template, or "
          + "regexPattern with replacementValue, with regexGroupName and replacementValue, or with regexGroupName and replacementAttributeName.",
      ReplaceFunction::replace,
      Example.of("Replace([preferredLanguage], \"-\", , , \"_\", , )", "preferredLanguage", "EN-US", "EN_US"),
      Example.of("Replace([UserID], \"<username>\", , , , , \"<username>@contoso.com\")", "UserID", "jsmith", "jsmith@contoso.com"),
      Example.of("Replace([phone], , \"\\\\+(?<isdCode>\\\\d* )(?<phoneNumber>\\\\d{10})\", , \"${phoneNumber}\", , )", "phone", "+91 9998887777", "9998887777"),
      Example.of("Replace([line], , \"(?<streetNumber>^\\\\d*)\", \"streetNumber\", \"888\", , )", "line", "545 Tremont Street", "888 Tremont Street"),
      new Example("Replace([telephoneNumber], , \"(?<number>\\\\d{4})\", \"number\", , [mobile], )",
          Map.of("telephoneNumber", "", "mobile", "+1 5551"), "5551")));

  private ReplaceFunction() {}

  /** Tells which arguments are given. */
  @FunctionalInterface
  public interface Given {
    boolean is(int argument);
  }

  /** Why the given arguments make no mode, or null when they do. */
  public static @Nullable String refusal(Given given) {
    if (given.is(OLD_VALUE)) {
      return given.is(NEW_VALUE) || given.is(TEMPLATE) ? null : "Replace with oldValue needs replacementValue or template.";
    }
    if (!given.is(PATTERN)) {
      return "Replace needs oldValue or regexPattern.";
    }
    if (given.is(NEW_VALUE)) {
      return null;
    }
    return given.is(GROUP) && given.is(OTHER_ATTRIBUTE)
        ? null
        : "Replace with regexPattern needs replacementValue, or regexGroupName and replacementAttributeName.";
  }

  private static Value replace(Arguments arguments) {
    String source = arguments.textOrNull(SOURCE);
    if (arguments.given(OLD_VALUE)) {
      String old = arguments.text(OLD_VALUE);
      if (source == null) {
        return Value.NOTHING;
      }
      return arguments.given(TEMPLATE)
          ? Value.text(replaceAll(arguments, arguments.text(TEMPLATE), old, source))
          : Value.text(replaceAll(arguments, source, old, arguments.text(NEW_VALUE)));
    }
    DotNetRegex regex = arguments.regex(PATTERN);
    if (arguments.given(NEW_VALUE)) {
      if (source == null) {
        return Value.NOTHING;
      }
      String replacement = arguments.text(NEW_VALUE);
      return arguments.given(GROUP)
          ? replaceGroup(arguments, regex, source, replacement)
          : replaceMatches(arguments, regex, source, replacement);
    }
    return source != null && !source.isEmpty() ? Value.text(source) : extract(arguments, regex);
  }

  private static String replaceAll(Arguments arguments, String text, String old, String replacement) {
    if (old.isEmpty()) {
      throw arguments.failure(OLD_VALUE, "The text to replace cannot be empty.");
    }
    int at = text.indexOf(old);
    StringBuilder out = new StringBuilder();
    int from = 0;
    while (at >= 0) {
      arguments.charge(1);
      arguments.ensureRoom((long) out.length() + at - from + replacement.length());
      out.append(text, from, at).append(replacement);
      from = at + old.length();
      at = text.indexOf(old, from);
    }
    return out.append(text, from, text.length()).toString();
  }

  private static Value replaceMatches(Arguments arguments, DotNetRegex regex, String source, String replacement) {
    RegexMatch match = regex.matcher(source, arguments);
    Replacement parsed = Replacement.parse(replacement, regex);
    StringBuilder out = new StringBuilder();
    int from = 0;
    while (match.find()) {
      out.append(source, from, match.start());
      parsed.appendTo(out, match);
      arguments.ensureRoom(out.length());
      from = match.end();
    }
    return Value.text(out.append(source, from, source.length()).toString());
  }

  private static Value replaceGroup(Arguments arguments, DotNetRegex regex, String source, String replacement) {
    int group = group(arguments, regex);
    RegexMatch match = regex.matcher(source, arguments);
    StringBuilder out = new StringBuilder();
    int from = 0;
    while (match.find()) {
      int start = match.start(group);
      if (start >= from) {
        out.append(source, from, start).append(replacement);
        arguments.ensureRoom(out.length());
        from = match.end(group);
      }
    }
    return Value.text(out.append(source, from, source.length()).toString());
  }

  private static Value extract(Arguments arguments, DotNetRegex regex) {
    int group = group(arguments, regex);
    String other = arguments.textOrNull(OTHER_ATTRIBUTE);
    if (other == null) {
      return Value.NOTHING;
    }
    RegexMatch match = regex.matcher(other, arguments);
    return match.find() && match.start(group) >= 0 ? Value.text(match.group(group)) : Value.NOTHING;
  }

  private static int group(Arguments arguments, DotNetRegex regex) {
    int group = regex.group(arguments.text(GROUP));
    if (group < 0) {
      throw arguments.failure(GROUP, "The pattern has no group of this name.");
    }
    return group;
  }
}
