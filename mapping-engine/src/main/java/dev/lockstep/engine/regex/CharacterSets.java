package dev.lockstep.engine.regex;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** Sets of code points, for what the matcher's own notation cannot say: subtraction, negation inside a class, blocks. */
final class CharacterSets {
  static final int LIMIT = 0x110000;
  private static final Map<String, BitSet> KNOWN = new ConcurrentHashMap<>();
  private static final Map<String, Integer> CATEGORIES = Map.ofEntries(
      one("Lu", Character.UPPERCASE_LETTER), one("Ll", Character.LOWERCASE_LETTER), one("Lt", Character.TITLECASE_LETTER),
      one("Lm", Character.MODIFIER_LETTER), one("Lo", Character.OTHER_LETTER), one("Mn", Character.NON_SPACING_MARK),
      one("Mc", Character.COMBINING_SPACING_MARK), one("Me", Character.ENCLOSING_MARK), one("Nd", Character.DECIMAL_DIGIT_NUMBER),
      one("Nl", Character.LETTER_NUMBER), one("No", Character.OTHER_NUMBER), one("Pc", Character.CONNECTOR_PUNCTUATION),
      one("Pd", Character.DASH_PUNCTUATION), one("Ps", Character.START_PUNCTUATION), one("Pe", Character.END_PUNCTUATION),
      one("Pi", Character.INITIAL_QUOTE_PUNCTUATION), one("Pf", Character.FINAL_QUOTE_PUNCTUATION), one("Po", Character.OTHER_PUNCTUATION),
      one("Sm", Character.MATH_SYMBOL), one("Sc", Character.CURRENCY_SYMBOL), one("Sk", Character.MODIFIER_SYMBOL),
      one("So", Character.OTHER_SYMBOL), one("Zs", Character.SPACE_SEPARATOR), one("Zl", Character.LINE_SEPARATOR),
      one("Zp", Character.PARAGRAPH_SEPARATOR), one("Cc", Character.CONTROL), one("Cf", Character.FORMAT),
      one("Cs", Character.SURROGATE), one("Co", Character.PRIVATE_USE), one("Cn", Character.UNASSIGNED));

  private CharacterSets() {}

  private static Map.Entry<String, Integer> one(String name, byte category) {
    return Map.entry(name, (int) category);
  }

  /** A general category such as Lu or L, or a block such as IsGreek; null when there is none of that name. */
  static @Nullable BitSet property(String name) {
    Integer category = CATEGORIES.get(name);
    if (category != null) {
      return known(name, c -> Character.getType(c) == category);
    }
    if (name.length() == 1 && "LMNPSZC".contains(name)) {
      return known(name, inParts(parts(name)));
    }
    if (name.startsWith("Is")) {
      try {
        Character.UnicodeBlock block = Character.UnicodeBlock.forName(name.substring(2));
        // Kept by the block's own name: a block has as many spellings as one likes to give it.
        return known("Is" + block, c -> block.equals(Character.UnicodeBlock.of(c)));
      } catch (IllegalArgumentException noSuchBlock) {
        return null;
      }
    }
    return null;
  }

  private static BitSet parts(String major) {
    BitSet parts = new BitSet();
    CATEGORIES.forEach((key, type) -> {
      if (key.startsWith(major)) {
        parts.set(type);
      }
    });
    return parts;
  }

  private static IntPredicate inParts(BitSet parts) {
    return c -> parts.get(Character.getType(c));
  }

  private static BitSet known(String name, IntPredicate member) {
    BitSet known = KNOWN.get(name);
    if (known == null) {
      known = new BitSet(LIMIT);
      for (int c = 0; c < LIMIT; c++) {
        if (member.test(c)) {
          known.set(c);
        }
      }
      KNOWN.put(name, known);
    }
    return known;
  }

  static boolean isDigit(int c) {
    return Character.getType(c) == Character.DECIMAL_DIGIT_NUMBER;
  }

  static boolean isWord(int c) {
    return switch (Character.getType(c)) {
      case Character.UPPERCASE_LETTER, Character.LOWERCASE_LETTER, Character.TITLECASE_LETTER, Character.MODIFIER_LETTER, Character.OTHER_LETTER,
          Character.NON_SPACING_MARK, Character.DECIMAL_DIGIT_NUMBER, Character.CONNECTOR_PUNCTUATION -> true;
      default -> false;
    };
  }

  static boolean isSpace(int c) {
    return (c >= '\t' && c <= '\r') || c == 0x85 || switch (Character.getType(c)) {
      case Character.SPACE_SEPARATOR, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
      default -> false;
    };
  }

  static BitSet word() {
    return union("L", "Mn", "Nd", "Pc");
  }

  static BitSet space() {
    BitSet set = union("Z");
    set.set('\t', '\r' + 1);
    set.set(0x85);
    return set;
  }

  private static BitSet union(String... properties) {
    BitSet set = new BitSet(LIMIT);
    for (String property : properties) {
      BitSet part = property(property);
      if (part != null) {
        set.or(part);
      }
    }
    return set;
  }

  static BitSet not(BitSet set) {
    BitSet flipped = (BitSet) set.clone();
    flipped.flip(0, LIMIT);
    return flipped;
  }

  /** Tests for membership in little memory: a set as bits takes 136 KiB, and a pattern may have thousands. */
  static IntPredicate member(BitSet set) {
    List<Integer> bounds = new ArrayList<>();
    for (int from = set.nextSetBit(0); from >= 0; ) {
      int to = set.nextClearBit(from);
      bounds.add(from);
      bounds.add(to);
      from = set.nextSetBit(to);
    }
    int[] sorted = bounds.stream().mapToInt(Integer::intValue).toArray();
    return c -> {
      int at = Arrays.binarySearch(sorted, c);
      // At or behind the start of a range, and before its end.
      return at >= 0 ? at % 2 == 0 : (-at - 1) % 2 == 1;
    };
  }

  /** The ranges of a set as they stand inside brackets. */
  static String ranges(BitSet set) {
    StringBuilder out = new StringBuilder();
    for (int from = set.nextSetBit(0); from >= 0; ) {
      int to = set.nextClearBit(from) - 1;
      out.append(escape(from));
      if (to > from) {
        out.append('-').append(escape(to));
      }
      from = set.nextSetBit(to + 1);
    }
    return out.toString();
  }

  private static String escape(int c) {
    return "\\x{" + Integer.toHexString(c) + '}';
  }
}
