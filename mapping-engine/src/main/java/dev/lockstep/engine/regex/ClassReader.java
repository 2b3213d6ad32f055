package dev.lockstep.engine.regex;

import java.util.BitSet;

/** Reads a bracketed character class, with .NET's subtraction {@code [a-z-[aeiou]]}, as a set of code points. */
final class ClassReader {
  private static final int MAX_NESTING = 20;
  private final PatternText text;

  ClassReader(PatternText text) {
    this.text = text;
  }

  /** The class whose opening bracket was just read. */
  BitSet read(int nesting) {
    int open = text.position() - 1;
    if (nesting > MAX_NESTING) {
      throw text.problem("The character class is nested too deep.", open);
    }
    BitSet set = new BitSet();
    boolean negated = text.take('^');
    boolean first = true;
    while (true) {
      if (text.atEnd()) {
        throw text.problem("The character class is not closed with ].", open);
      }
      if (!first && text.take(']')) {
        break;
      }
      if (!first && text.looksAt("-[")) {
        text.skip(2);
        BitSet minus = read(nesting + 1);
        if (!text.take(']')) {
          throw text.problem("A subtraction is the last part of a character class.", text.position());
        }
        BitSet result = negated ? CharacterSets.not(set) : set;
        result.andNot(minus);
        return result;
      }
      first = false;
      item(set);
    }
    return negated ? CharacterSets.not(set) : set;
  }

  private void item(BitSet set) {
    int start = text.position();
    int low = member(set);
    if (low < 0) {
      return;
    }
    if (text.looksAt("-") && !text.looksAt("-]") && !text.looksAt("-[")) {
      text.skip(1);
      int high = member(set);
      if (high < 0) {
        throw text.problem("A range ends with one character, not with a class.", start);
      }
      if (high < low) {
        throw text.problem("The range is in reverse order.", start);
      }
      set.set(low, high + 1);
      return;
    }
    set.set(low);
  }

  /** One character, or -1 after a shorthand such as \d, which is added to the set. */
  private int member(BitSet set) {
    if (text.atEnd()) {
      throw text.problem("The character class is not closed with ].", text.position());
    }
    int c = text.next();
    if (c != '\\') {
      return c;
    }
    int at = text.position() - 1;
    if (text.atEnd()) {
      throw text.problem("The pattern ends with a single backslash.", at);
    }
    int escaped = text.next();
    BitSet shorthand = Escapes.shorthand(escaped, text, at);
    if (shorthand != null) {
      set.or(shorthand);
      return -1;
    }
    return escaped == 'b' ? '\b' : Escapes.character(escaped, text, at);
  }
}
