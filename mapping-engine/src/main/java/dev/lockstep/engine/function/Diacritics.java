package dev.lockstep.engine.function;

import java.text.Normalizer;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** The published table of NormalizeDiacritics; whatever is not in it stays as it is. */
final class Diacritics {
  /** Replacement, then the lower-case letters that it replaces, composed or with combining marks. */
  private static final String[][] TABLE = {
    {"a", "ä à â ã å á ą ă ā ā́ ā̀ ā̂ ā̃ ā̈ ǟ ǡ a̱ å̄"},
    {"ae", "æ ǣ"},
    {"c", "ç č ć c̄ c̱"},
    {"d", "ď d̄ ḏ"},
    {"e", "ë è é ê ę ě ė ē ḗ ḕ ē̂ ē̃ ê̄ e̱ ë̄ e̊̄"},
    {"g", "ğ ḡ g̱"},
    {"i", "ï î ì í ı ī ī́ ī̀ ī̂ ī̃ i̱"},
    {"l", "ľ ł l̄ ḹ ḻ"},
    {"n", "ñ ń ň n̄ ṉ"},
    {"o", "ö ò ő õ ô ó ō ṓ ṑ ō̂ ō̃ ȫ ō̈ ǭ ȭ ȱ o̱"},
    {"oe", "ø ø̄ œ̄"},
    {"r", "ř r̄ ṟ ṝ"},
    {"ss", "ß"},
    {"s", "ś š ș ş s̄ s̱"},
    {"t", "ť ț t̄ ṯ"},
    {"u", "ü ù û ú ů ű ū ū́ ū̀ ū̂ ū̃ u̇̄ ǖ ṻ ṳ̄ u̱"},
    {"y", "ÿ ý ȳ ȳ́ ȳ̀ ȳ̃ y̱"},
    {"z", "ź ž ż z̄ ẕ"},
  };
  private static final int LONGEST = 4;
  private static final Map<String, String> REPLACEMENTS = replacements();

  private Diacritics() {}

  private static Map<String, String> replacements() {
    Map<String, String> found = new HashMap<>();
    for (String[] row : TABLE) {
      for (String letter : row[1].split(" ")) {
        add(found, letter, row[0]);
        String upper = letter.toUpperCase(Locale.ROOT);
        if (!letter.equals("ß") && !letter.equals("ı")) {
          add(found, upper, row[0].toUpperCase(Locale.ROOT));
        }
      }
    }
    add(found, "ẞ", "SS");
    add(found, "İ", "I");
    return Map.copyOf(found);
  }

  private static void add(Map<String, String> found, String letter, String replacement) {
    found.put(letter, replacement);
    found.put(Normalizer.normalize(letter, Normalizer.Form.NFC), replacement);
    found.put(Normalizer.normalize(letter, Normalizer.Form.NFD), replacement);
  }

  static String normalize(String text) {
    if (text.chars().allMatch(c -> c < 128)) {
      return text;
    }
    StringBuilder out = new StringBuilder(text.length() + 8);
    for (int i = 0; i < text.length(); ) {
      int taken = longestMatch(text, i, out);
      if (taken == 0) {
        out.append(text.charAt(i));
        taken = 1;
      }
      i += taken;
    }
    return out.toString();
  }

  private static int longestMatch(String text, int at, StringBuilder out) {
    for (int length = Math.min(LONGEST, text.length() - at); length > 0; length--) {
      String replacement = REPLACEMENTS.get(text.substring(at, at + length));
      if (replacement != null) {
        out.append(replacement);
        return length;
      }
    }
    return 0;
  }
}
