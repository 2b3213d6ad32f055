package dev.lockstep.engine.regex;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * A regular expression in the .NET dialect: named groups in both notations, .NET's group numbers, Unicode classes, class subtraction,
 * inline options, look-around, back-references and atomic groups. Conditional and balancing groups are refused. A pattern that can be
 * matched in time linear in the text is; any other, and one that asks for the edges of words in a text that is not ASCII, is matched by
 * backtracking on the meter's budget. Immutable and thread-safe.
 */
public final class DotNetRegex {
  /** A pattern's greatest length, that of an expression; one that comes from an attribute may not be longer either. */
  private static final int MAX_LENGTH = 10_000;
  /** States of a pattern that nothing but its text's length limits. */
  private static final int MAX_UNMETERED_SIZE = 1_000;
  private static final int MAX_LINEAR_LENGTH = 1 << 20;

  private final @Nullable Pattern linear;
  private final @Nullable Program program;
  private final boolean asksForWords;
  private final Groups groups;
  private final long size;

  private DotNetRegex(@Nullable Pattern linear, @Nullable Program program, boolean asksForWords, Groups groups, long size) {
    this.linear = linear;
    this.program = program;
    this.asksForWords = asksForWords;
    this.groups = groups;
    this.size = size;
  }

  /** @throws RegexProblem when the pattern is wrong or needs what is refused */
  public static DotNetRegex compile(String pattern) {
    Groups groups = new Groups();
    Part part = read(pattern, groups);
    boolean asksForWords = Shape.asksForWords(part);
    boolean backtracks = Shape.needsBacktracking(part);
    Program program = backtracks || asksForWords ? Program.of(part, groups) : null;
    return new DotNetRegex(backtracks ? null : linear(part), program, asksForWords, groups, Shape.size(part));
  }

  /**
   * A pattern that is matched in linear time on any text, for where no budget can be told of: the edges of words are those of ASCII.
   *
   * @throws RegexProblem when the pattern is wrong or needs what is refused
   */
  public static DotNetRegex compileLinear(String pattern) {
    Groups groups = new Groups();
    Part part = read(pattern, groups);
    if (Shape.needsBacktracking(part)) {
      throw new RegexProblem("Look-around, back-references and atomic groups cannot be used here: they cannot be matched in bounded time.", 0);
    }
    if (Shape.size(part) > MAX_UNMETERED_SIZE) {
      throw new RegexProblem("The pattern is too large: written out, repetitions included, it has more than " + MAX_UNMETERED_SIZE + " states.", 0);
    }
    return new DotNetRegex(linear(part), null, false, groups, Shape.size(part));
  }

  private static Part read(String pattern, Groups groups) {
    if (pattern.length() > MAX_LENGTH) {
      throw new RegexProblem("The pattern is too large: it has more than " + MAX_LENGTH + " characters.", 0);
    }
    return new PatternReader(pattern, groups).read();
  }

  private static Pattern linear(Part part) {
    StringBuilder text = new StringBuilder();
    Shape.linear(part, text);
    if (text.length() > MAX_LINEAR_LENGTH) {
      throw new RegexProblem("The pattern is too large: its character classes have too many ranges.", 0);
    }
    try {
      return Pattern.compile(text.toString());
    } catch (PatternSyntaxException refused) {
      throw new RegexProblem("The pattern cannot be used (" + refused.getDescription() + ").", 0);
    }
  }

  /** @throws RuntimeException whatever the meter throws, from the match's methods */
  public RegexMatch matcher(String text, Meter meter) {
    boolean backtracks = program != null && (linear == null || (asksForWords && text.chars().anyMatch(c -> c > 127)));
    Finder finder = backtracks || linear == null
        ? new Backtracker(program(), text, meter)
        : new LinearFinder(linear.matcher(new MeteredText(text, meter, size)));
    return new RegexMatch(finder, text, groups);
  }

  private Program program() {
    if (program == null) {
      throw new IllegalStateException("a pattern that is not linear has a program");
    }
    return program;
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
