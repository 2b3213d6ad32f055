package dev.lockstep.engine.function;

import static dev.lockstep.engine.function.Parameter.of;
import static dev.lockstep.engine.function.Parameter.optional;
import static dev.lockstep.engine.function.ParameterType.CULTURE;
import static dev.lockstep.engine.function.ParameterType.TEXT;

import dev.lockstep.engine.value.Value;
import java.util.IllformedLocaleException;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Upper, lower and proper case. Like .NET, one character always gives one character: ß stays ß in upper case. */
final class CaseFunctions {
  private static final Set<String> TURKIC = Set.of("tr", "az");
  private static final char DOTTED_UPPER_I = '\u0130';
  private static final char DOTLESS_LOWER_I = '\u0131';

  static final List<FunctionSpec> ALL = List.of(
      FunctionSpec.of("ToLower", ResultType.TEXT, List.of(of("source", TEXT), optional("culture", CULTURE)),
          "Gives source in lower case, by the rules of the culture or by invariant ones.", arguments -> cased(arguments, false),
          Example.of("ToLower([city])", "city", "ÅLESUND", "ålesund"), Example.of("ToLower(\"ISPARTA\", \"tr-TR\")", "ısparta")),
      FunctionSpec.of("ToUpper", ResultType.TEXT, List.of(of("source", TEXT), optional("culture", CULTURE)),
          "Gives source in upper case, by the rules of the culture or by invariant ones.", arguments -> cased(arguments, true),
          Example.of("ToUpper([title])", "title", "vice president", "VICE PRESIDENT"), Example.of("ToUpper(\"izmir\", \"tr-TR\")", "İZMİR")),
      FunctionSpec.of("PCase", ResultType.TEXT, List.of(of("source", TEXT), optional("wordSeparators", TEXT)),
          "Gives every word an upper-case first letter and lower-case others; words are separated by the given characters, or by space, punctuation and symbols.",
          CaseFunctions::properCase,
          Example.of("PCase(\"PABLO GONSALVES (SECOND)\")", "Pablo Gonsalves (Second)"), Example.of("PCase(\"PINTO-DE'SILVA\", \" '-\")", "Pinto-De'Silva")));

  private CaseFunctions() {}

  private static Value cased(Arguments arguments, boolean upper) {
    boolean turkic = arguments.given(1) && isTurkic(arguments);
    return TextFunctions.mapped(arguments, text -> upper ? upper(text, turkic) : lower(text, turkic));
  }

  private static boolean isTurkic(Arguments arguments) {
    String tag = arguments.text(1);
    if (!isCulture(tag)) {
      throw arguments.failure(1, "The culture is no language tag such as tr-TR.");
    }
    return TURKIC.contains(Locale.forLanguageTag(tag).getLanguage());
  }

  static boolean isCulture(String tag) {
    try {
      new Locale.Builder().setLanguageTag(tag);
      return true;
    } catch (IllformedLocaleException wrong) {
      return false;
    }
  }

  static String upper(String text, boolean turkic) {
    return mapped(text, turkic, true);
  }

  private static String lower(String text, boolean turkic) {
    return mapped(text, turkic, false);
  }

  private static String mapped(String text, boolean turkic, boolean upper) {
    for (int i = 0; i < text.length(); i++) {
      int c = text.codePointAt(i);
      if (one(c, turkic, upper) != c) {
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints().forEach(each -> out.appendCodePoint(one(each, turkic, upper)));
        return out.toString();
      }
      i += Character.charCount(c) - 1;
    }
    return text;
  }

  private static int one(int c, boolean turkic, boolean upper) {
    if (turkic) {
      if (upper && c == 'i') {
        return DOTTED_UPPER_I;
      }
      if (!upper && c == 'I') {
        return DOTLESS_LOWER_I;
      }
    } else if (c == DOTLESS_LOWER_I || c == DOTTED_UPPER_I) {
      // The invariant culture leaves the Turkish letters alone.
      return c;
    }
    return upper ? Character.toUpperCase(c) : Character.toLowerCase(c);
  }

  private static Value properCase(Arguments arguments) {
    String separators = arguments.given(1) ? arguments.textOrNull(1) : null;
    return TextFunctions.mapped(arguments, text -> {
      arguments.charge((long) text.length() * (separators == null ? 1 : Math.max(1, separators.length() / 16)));
      StringBuilder out = new StringBuilder(text.length());
      boolean first = true;
      for (int i = 0; i < text.length(); ) {
        int c = text.codePointAt(i);
        boolean separates = separators == null ? separates(c) : separators.indexOf(c) >= 0;
        out.appendCodePoint(separates ? c : one(c, false, first));
        first = separates;
        i += Character.charCount(c);
      }
      return out.toString();
    });
  }

  private static boolean separates(int c) {
    return switch (Character.getType(c)) {
      case Character.SPACE_SEPARATOR, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.CONTROL, Character.FORMAT,
          Character.CONNECTOR_PUNCTUATION, Character.DASH_PUNCTUATION, Character.START_PUNCTUATION, Character.END_PUNCTUATION,
          Character.INITIAL_QUOTE_PUNCTUATION, Character.FINAL_QUOTE_PUNCTUATION, Character.OTHER_PUNCTUATION, Character.MATH_SYMBOL,
          Character.CURRENCY_SYMBOL, Character.MODIFIER_SYMBOL, Character.OTHER_SYMBOL -> true;
      default -> false;
    };
  }
}
