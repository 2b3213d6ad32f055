package dev.lockstep.engine.function;

import static dev.lockstep.engine.function.Parameter.of;
import static dev.lockstep.engine.function.Parameter.optional;
import static dev.lockstep.engine.function.Parameter.repeated;
import static dev.lockstep.engine.function.ParameterType.INTEGER;
import static dev.lockstep.engine.function.ParameterType.TEXT;

import dev.lockstep.engine.problem.ProblemCode;
import dev.lockstep.engine.value.Value;
import java.util.List;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** New identifiers, secrets and what the organisation or the target knows of them. */
final class IdentifierFunctions {
  private static final int MAX_RANDOM_LENGTH = 256;
  /** Numbers, specials, capitals, small letters: the character set of Windows passwords, in the order of the parameters. */
  private static final List<String> CLASSES = List.of(
      "0123456789", "~!@#$%^&*_-+=`|\\(){}[]:;\"'<>,.?/", "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz");

  static final List<FunctionSpec> ALL = List.of(
      FunctionSpec.of("Guid", ResultType.TEXT, List.of(), "Gives a new random GUID at every evaluation; apply it only on creation.",
          arguments -> Value.text(guid(arguments.context().random())),
          Example.of("Len(Guid())", "36"), Example.of("IsPresent(Guid())", "True")),
      FunctionSpec.of("RandomString", ResultType.TEXT,
          List.of(of("length", INTEGER), of("minimumNumbers", INTEGER), of("minimumSpecialCharacters", INTEGER), of("minimumCapital", INTEGER),
              of("minimumLowerCase", INTEGER), optional("charactersToAvoid", TEXT)),
          "Gives a random text of up to 256 characters with at least so many of each kind; apply it only on creation.", IdentifierFunctions::randomText,
          Example.of("Len(RandomString(10, 2, 2, 2, 1, \"?,\"))", "10"), Example.of("Len(RandomString(6, 3, 0, 0, 3))", "6")),
      FunctionSpec.of("DefaultDomain", ResultType.TEXT, List.of(), "Gives the organisation's default mail domain.", IdentifierFunctions::defaultDomain,
          Example.of("Join(\"@\", [mailNickname], DefaultDomain())", "mailNickname", "joe", "joe@example.com"),
          Example.of("DefaultDomain()", "example.com")),
      FunctionSpec.of("SelectUniqueValue", ResultType.TEXT, List.of(of("rule1", TEXT), repeated("rule", TEXT)),
              "Gives the first candidate that no account in the target has yet; only as the outermost function, used on creation.",
              IdentifierFunctions::selectUnique,
              Example.of("SelectUniqueValue([mailNickname], [employeeId])", "mailNickname", "joe", "joe"),
              Example.of("SelectUniqueValue(\"\", \"joe2\")", "joe2"))
          .placed(FunctionSpec.Placement.OUTERMOST));

  private IdentifierFunctions() {}

  private static String guid(RandomGenerator random) {
    long high = random.nextLong() & 0xffff_ffff_ffff_0fffL | 0x4000L;
    long low = random.nextLong() & 0x3fff_ffff_ffff_ffffL | 0x8000_0000_0000_0000L;
    return new UUID(high, low).toString();
  }

  private static Value randomText(Arguments arguments) {
    int length = arguments.position(0);
    if (length < 1 || length > MAX_RANDOM_LENGTH) {
      throw arguments.failure(0, "The length is 1 to " + MAX_RANDOM_LENGTH + ".");
    }
    String avoided = arguments.text(5);
    RandomGenerator random = arguments.context().random();
    StringBuilder out = new StringBuilder(length);
    StringBuilder any = new StringBuilder();
    long needed = 0;
    for (int kind = 0; kind < CLASSES.size(); kind++) {
      int least = arguments.position(kind + 1);
      if (least < 0) {
        throw arguments.failure(kind + 1, "The minimum cannot be negative.");
      }
      needed += least;
      if (needed > length) {
        throw arguments.failure(0, "The length is less than the sum of the minimums.");
      }
      String allowed = without(CLASSES.get(kind), avoided);
      if (least > 0 && allowed.isEmpty()) {
        throw arguments.failure(5, "All characters of a required kind are to be avoided.");
      }
      pick(out, allowed, least, random);
      any.append(allowed);
    }
    if (out.length() < length && any.isEmpty()) {
      throw arguments.failure(5, "No character is left to choose from.");
    }
    pick(out, any.toString(), length - out.length(), random);
    return Value.text(shuffled(out, random));
  }

  private static void pick(StringBuilder out, String allowed, int count, RandomGenerator random) {
    for (int i = 0; i < count; i++) {
      out.append(allowed.charAt(random.nextInt(allowed.length())));
    }
  }

  private static String without(String all, String avoided) {
    StringBuilder kept = new StringBuilder();
    all.chars().filter(c -> avoided.indexOf(c) < 0).forEach(kept::appendCodePoint);
    return kept.toString();
  }

  private static String shuffled(StringBuilder text, RandomGenerator random) {
    for (int i = text.length() - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      char c = text.charAt(i);
      text.setCharAt(i, text.charAt(other));
      text.setCharAt(other, c);
    }
    return text.toString();
  }

  private static Value defaultDomain(Arguments arguments) {
    String domain = arguments.context().defaultDomain();
    if (domain == null || domain.isBlank()) {
      throw arguments.failure(-1, "The organisation has no default domain.");
    }
    return Value.text(domain);
  }

  private static Value selectUnique(Arguments arguments) {
    boolean any = false;
    for (int i = 0; i < arguments.count(); i++) {
      String candidate = arguments.text(i);
      if (candidate.isEmpty()) {
        continue;
      }
      any = true;
      if (!arguments.context().taken().isTaken(arguments.target(), candidate)) {
        return Value.text(candidate);
      }
    }
    if (!any) {
      return Value.NOTHING;
    }
    throw new EvaluationFailure(ProblemCode.NOT_UNIQUE, -1, "Every candidate is already taken in the target.");
  }
}
