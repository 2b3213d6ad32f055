package dev.lockstep.engine.function;

import static dev.lockstep.engine.function.Parameter.of;
import static dev.lockstep.engine.function.Parameter.optional;
import static dev.lockstep.engine.function.Parameter.repeated;
import static dev.lockstep.engine.function.ParameterType.COMPARE;
import static dev.lockstep.engine.function.ParameterType.INTEGER;
import static dev.lockstep.engine.function.ParameterType.LIST;
import static dev.lockstep.engine.function.ParameterType.TEXT;

import dev.lockstep.engine.value.Value;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Functions that cut, join, search and encode text. Positions and lengths count UTF-16 units, as in .NET. */
final class TextFunctions {
  static final List<FunctionSpec> ALL = List.of(
      FunctionSpec.of("Append", ResultType.TEXT, List.of(of("source", TEXT), of("suffix", TEXT)),
          "Gives source with suffix at its end; no value counts as empty text.", TextFunctions::append,
          Example.of("Append([userPrincipalName], \".test\")", "userPrincipalName", "ann@contoso.com", "ann@contoso.com.test"),
          Example.of("Append(\"SMTP:\", [mail])", "mail", "joe@contoso.com", "SMTP:joe@contoso.com")),
      FunctionSpec.of("Join", ResultType.TEXT, List.of(of("separator", TEXT), repeated("source", LIST)),
          "Joins the values of all sources with the separator; empty ones add none.", TextFunctions::join,
          Example.of("Join(\" \", [givenName], \"Lee\")", "givenName", "Ann", "Ann Lee"),
          Example.of("Join(\";\", [proxyAddresses])", "proxyAddresses", List.of("a", "b"), "a;b")),
      FunctionSpec.of("Left", ResultType.TEXT, List.of(of("string", TEXT), of("length", INTEGER)),
          "Gives the first characters; the whole text when length is negative or larger than the text.", TextFunctions::left,
          Example.of("Left(\"John Doe\", 3)", "Joh"),
          Example.of("Left([displayName], -1)", "displayName", "Ann", "Ann")),
      FunctionSpec.of("Len", ResultType.NUMBER, List.of(of("value", TEXT)), "Gives the number of characters; 0 for no value.",
          arguments -> Value.number(arguments.text(0).length()),
          Example.of("Len(\"John Doe\")", "8"), Example.of("Len(42568.75)", "8")),
      FunctionSpec.of("Mid", ResultType.TEXT, List.of(of("source", TEXT), of("start", INTEGER), of("length", INTEGER)),
          "Gives length characters from start, which counts from 1; less when the text ends before.", TextFunctions::mid,
          Example.of("Mid([displayName], 3, 2)", "displayName", "Lukasz", "ka"),
          Example.of("Mid(\"abcdefg\", 5, 100)", "efg")),
      FunctionSpec.of("InStr", ResultType.NUMBER,
          List.of(of("value1", TEXT), of("value2", TEXT), optional("start", INTEGER), optional("compareType", COMPARE)),
          "Gives the position, from 1, of value2 in value1, or 0; vbTextCompare ignores case.", TextFunctions::inStr,
          Example.of("InStr(\"The quick brown fox\", \"quick\")", "5"),
          Example.of("InStr(\"repEated\", \"e\", 3, vbTextCompare)", "4")),
      FunctionSpec.of("StripSpaces", ResultType.TEXT, List.of(of("source", TEXT)), "Removes every space (U+0020).",
          arguments -> mapped(arguments, text -> text.replace(" ", "")),
          Example.of("StripSpaces(\" a b  c \")", "abc"),
          Example.of("StripSpaces([surname])", "surname", "van Dyke", "vanDyke")),
      FunctionSpec.of("Word", ResultType.TEXT, List.of(of("string", TEXT), of("number", INTEGER), of("delimiters", TEXT)),
          "Gives the word of that number, from 1; each character of delimiters separates words. Empty when there is no such word.", TextFunctions::word,
          Example.of("Word(\"The quick brown fox\", 3, \" \")", "brown"),
          Example.of("Word(\"This,string!has&many separators\", 3, \",!&#\")", "has")),
      FunctionSpec.of("NormalizeDiacritics", ResultType.TEXT, List.of(of("source", TEXT)),
          "Replaces letters with diacritics by plain ones, for instance ü by u, ß by ss and ø by oe.",
          arguments -> mapped(arguments, Diacritics::normalize),
          Example.of("NormalizeDiacritics(\"Zoë\")", "Zoe"),
          Example.of("NormalizeDiacritics([city])", "city", "Malmö Ærø", "Malmo AEroe")),
      FunctionSpec.of("ConvertToBase64", ResultType.TEXT, List.of(of("source", TEXT)), "Gives the Base64 text of source's UTF-16 (little-endian) bytes.",
          arguments -> mapped(arguments, text -> Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_16LE))),
          Example.of("ConvertToBase64(\"Hello world!\")", "SABlAGwAbABvACAAdwBvAHIAbABkACEA"),
          Example.of("ConvertToBase64(\"Zoë\")", "WgBvAOsA")),
      FunctionSpec.of("ConvertToUTF8Hex", ResultType.TEXT, List.of(of("source", TEXT)), "Gives source's UTF-8 bytes as upper-case hexadecimal digits.",
          arguments -> mapped(arguments, text -> HexFormat.of().withUpperCase().formatHex(wellFormed(text).getBytes(StandardCharsets.UTF_8))),
          Example.of("ConvertToUTF8Hex(\"Hello world!\")", "48656C6C6F20776F726C6421"),
          Example.of("ConvertToUTF8Hex(\"Zoë\")", "5A6FC3AB")));

  private TextFunctions() {}

  /** A transformation of one text by which no value stays no value. */
  static Value mapped(Arguments arguments, UnaryOperator<String> change) {
    String text = arguments.textOrNull(0);
    return text == null ? Value.NOTHING : Value.text(change.apply(text));
  }

  /** As .NET encodes: half a surrogate pair becomes the replacement character. */
  private static String wellFormed(String text) {
    StringBuilder out = new StringBuilder(text.length());
    text.codePoints().forEach(c -> out.appendCodePoint(c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? 0xfffd : c));
    return out.toString();
  }

  private static Value append(Arguments arguments) {
    return Value.text(arguments.text(0) + arguments.text(1));
  }

  private static Value join(Arguments arguments) {
    String separator = arguments.text(0);
    StringBuilder out = new StringBuilder();
    boolean any = false;
    for (int i = 1; i < arguments.count(); i++) {
      Value value = arguments.value(i);
      if (value instanceof Value.Items(List<Value> items)) {
        for (Value item : items) {
          any = true;
          joined(arguments, out, separator, itemText(arguments, i, item));
        }
      } else if (value != Value.NOTHING) {
        any = true;
        joined(arguments, out, separator, itemText(arguments, i, value));
      }
    }
    return any ? Value.text(out.toString()) : Value.NOTHING;
  }

  private static @Nullable String itemText(Arguments arguments, int argument, Value item) {
    if (item instanceof Value.Fields || item instanceof Value.Items) {
      throw arguments.failure(argument, "There is an object where texts are expected.");
    }
    return item.text();
  }

  private static void joined(Arguments arguments, StringBuilder out, String separator, @Nullable String item) {
    if (item == null || item.isEmpty()) {
      return;
    }
    arguments.ensureRoom((long) out.length() + separator.length() + item.length());
    arguments.charge(1);
    if (!out.isEmpty()) {
      out.append(separator);
    }
    out.append(item);
  }

  private static Value left(Arguments arguments) {
    String text = arguments.text(0);
    int length = arguments.position(1);
    return Value.text(length < 0 ? text : cut(text, 0, length));
  }

  private static Value mid(Arguments arguments) {
    String text = arguments.textOrNull(0);
    int start = arguments.position(1);
    int length = arguments.position(2);
    if (start < 1) {
      throw arguments.failure(1, "The start counts from 1.");
    }
    if (length < 0) {
      throw arguments.failure(2, "The length cannot be negative.");
    }
    if (text == null) {
      return Value.NOTHING;
    }
    return Value.text(cut(text, start - 1, length));
  }

  /** A part of the text; half a surrogate pair at either end is left out, because no JSON document can carry it. */
  private static String cut(String text, int start, int length) {
    int from = Math.min(start, text.length());
    int to = (int) Math.min((long) from + length, text.length());
    if (from > 0 && from < to && Character.isLowSurrogate(text.charAt(from)) && Character.isHighSurrogate(text.charAt(from - 1))) {
      from++;
    }
    if (to > from && to < text.length() && Character.isHighSurrogate(text.charAt(to - 1)) && Character.isLowSurrogate(text.charAt(to))) {
      to--;
    }
    return text.substring(from, Math.max(from, to));
  }

  private static Value inStr(Arguments arguments) {
    String text = arguments.text(0);
    String wanted = arguments.text(1);
    int start = arguments.given(2) ? arguments.position(2) : 1;
    if (start < 1) {
      throw arguments.failure(2, "The start counts from 1.");
    }
    boolean ignoreCase = arguments.given(3) && arguments.text(3).equals("vbTextCompare");
    if (start > text.length()) {
      return Value.number(0);
    }
    if (ignoreCase) {
      text = CaseFunctions.upper(text, false);
      wanted = CaseFunctions.upper(wanted, false);
    }
    arguments.charge((long) text.length() * Math.min(wanted.length(), 16));
    return Value.number(text.indexOf(wanted, start - 1) + 1L);
  }

  private static Value word(Arguments arguments) {
    String text = arguments.text(0);
    int number = arguments.position(1);
    String delimiters = arguments.text(2);
    arguments.charge((long) text.length() * Math.max(1, delimiters.length() / 16));
    int at = 0;
    for (int word = 1; number >= 1; word++) {
      while (at < text.length() && delimiters.indexOf(text.charAt(at)) >= 0) {
        at++;
      }
      if (at >= text.length()) {
        break;
      }
      int from = at;
      while (at < text.length() && delimiters.indexOf(text.charAt(at)) < 0) {
        at++;
      }
      if (word == number) {
        return Value.text(text.substring(from, at));
      }
    }
    return Value.EMPTY;
  }
}
