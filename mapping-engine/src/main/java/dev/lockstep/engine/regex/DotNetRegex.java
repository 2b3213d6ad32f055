package dev.lockstep.engine.regex;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

/**
 * A regular expression in the .NET dialect, as far as it can be matched in time linear in the text: named groups in both
 * notations, .NET's group numbers, Unicode classes, class subtraction, inline options. Look-around, back-references, atomic,
 * conditional and balancing groups are refused. Immutable and thread-safe.
 */
public final class DotNetRegex {
  private final Pattern pattern;
  private final Groups groups;
  private final long size;

  private DotNetRegex(Pattern pattern, Groups groups, long size) {
    this.pattern = pattern;
    this.groups = groups;
    this.size = size;
  }

  /** @throws RegexProblem when the pattern is wrong or needs what is refused */
  public static DotNetRegex compile(String pattern) {
    Groups groups = new Groups();
    Translator translator = new Translator(pattern, groups);
    long size = translator.translate();
    try {
      return new DotNetRegex(Pattern.compile(translator.translated()), groups, size);
    } catch (PatternSyntaxException refused) {
      throw new RegexProblem("The pattern cannot be used (" + refused.getDescription() + ").", 0);
    }
  }

  /** @throws RuntimeException whatever the meter throws, from the match's methods */
  public RegexMatch matcher(String text, Meter meter) {
    return new RegexMatch(pattern.matcher(new MeteredText(text, meter, size)), text, groups);
  }

  /** Whether the pattern occurs anywhere in the text. */
  public boolean occursIn(String text, Meter meter) {
    return matcher(text, meter).find();
  }

  /** The number of a group given by name or number, or -1 when the pattern has no such group. */
  public int group(String nameOrNumber) {
    return groups.numberOf(nameOrNumber);
  }
}
