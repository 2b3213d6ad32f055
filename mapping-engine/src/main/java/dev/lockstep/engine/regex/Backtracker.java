package dev.lockstep.engine.regex;

import java.util.Arrays;

/**
 * Runs a program on one text. Its stack is on the heap and every step is charged, so that a pattern can neither overflow nor run away.
 * Not thread-safe.
 */
final class Backtracker implements Finder {
  /** What a step is charged, in the meter's units: about the work of 20 plain states. */
  private static final int UNITS_PER_STEP = 20;
  private static final int MAX_STACK = 1 << 22;
  private static final int ENTRY = 3;
  /** Marks an entry that gives a register its old value back; others hold a step to try. */
  private static final int RESTORE = -1;

  private final Program program;
  private final String text;
  private final Meter meter;
  private final int[] registers;
  private int[] stack = new int[96];
  private int top;
  private int from;
  private boolean exhausted;

  Backtracker(Program program, String text, Meter meter) {
    this.program = program;
    this.text = text;
    this.meter = meter;
    this.registers = new int[program.registers()];
    Arrays.fill(registers, -1);
  }

  /** Equal for characters that differ in case only. */
  static int folded(int c) {
    return Character.toLowerCase(Character.toUpperCase(c));
  }

  @Override
  public boolean find() {
    while (!exhausted) {
      if (registers[1] >= 0) {
        // A run that leads nowhere leaves the registers as it found them; only a match has to be cleared away.
        meter.charge(registers.length);
        Arrays.fill(registers, -1);
        top = 0;
      }
      int start = from;
      int end = run(program.steps(), start, -1);
      registers[0] = end < 0 ? -1 : start;
      registers[1] = end;
      if (end > start) {
        from = end;
      } else if (start >= text.length()) {
        exhausted = true;
      } else {
        from = start + Character.charCount(text.codePointAt(start));
      }
      if (end >= 0) {
        return true;
      }
    }
    return false;
  }

  @Override
  public int start(int group) {
    return registers[2 * group];
  }

  @Override
  public int end(int group) {
    return registers[2 * group + 1];
  }

  /** Where a match that begins at the position ends, or -1; when {@code wantedEnd} is not negative only a match to there counts. */
  private int run(Step[] steps, int position, int wantedEnd) {
    int bottom = top;
    int at = 0;
    int here = position;
    while (true) {
      meter.charge(UNITS_PER_STEP);
      int next = at + 1;
      switch (steps[at]) {
        case Step.Take take -> {
          int c = here < text.length() ? text.codePointAt(here) : -1;
          if (c >= 0 && take.test().test(c)) {
            here += Character.charCount(c);
          } else {
            next = -1;
          }
        }
        case Step.At edge -> next = isAt(edge.edge(), here) ? next : -1;
        case Step.AtFinalEnd _ -> next = here == text.length() || (here == text.length() - 1 && text.charAt(here) == '\n') ? next : -1;
        case Step.Jump jump -> next = jump.to();
        case Step.Fork fork -> {
          push(fork.second(), here, 0);
          next = fork.first();
        }
        case Step.Note note -> set(note.register(), here);
        case Step.Moved moved -> next = registers[moved.register()] == here ? -1 : next;
        case Step.Capture capture -> {
          set(2 * capture.group(), registers[capture.startRegister()]);
          set(2 * capture.group() + 1, here);
        }
        case Step.Same same -> {
          int end = same(same, here);
          next = end < 0 ? -1 : next;
          here = end < 0 ? here : end;
        }
        case Step.Look look -> next = looks(look, here) ? next : -1;
        case Step.Once once -> {
          int end = settled(once.inner(), here, -1, false);
          next = end < 0 ? -1 : next;
          here = end < 0 ? here : end;
        }
        case Step.Done _ -> {
          if (wantedEnd < 0 || here == wantedEnd) {
            return here;
          }
          next = -1;
        }
      }
      if (next < 0) {
        if (!backTo(bottom)) {
          return -1;
        }
        next = stack[top];
        here = stack[top + 1];
      }
      at = next;
    }
  }

  /** Takes entries off, giving registers their old values, to the next step to try; false when none is left above the bottom. */
  private boolean backTo(int bottom) {
    while (top > bottom) {
      top -= ENTRY;
      if (stack[top] != RESTORE) {
        return true;
      }
      registers[stack[top + 1]] = stack[top + 2];
    }
    return false;
  }

  /** Runs an inner program to its first match and forgets its other ways; {@code undone} forgets its groups too. */
  private int settled(Step[] inner, int position, int wantedEnd, boolean undone) {
    int bottom = top;
    int end = run(inner, position, wantedEnd);
    if (end < 0) {
      return -1;
    }
    if (undone) {
      while (backTo(bottom)) {
        meter.charge(1);
      }
      return end;
    }
    int kept = bottom;
    for (int entry = bottom; entry < top; entry += ENTRY) {
      if (stack[entry] == RESTORE) {
        System.arraycopy(stack, entry, stack, kept, ENTRY);
        kept += ENTRY;
      }
    }
    meter.charge((top - bottom) / ENTRY);
    top = kept;
    return end;
  }

  private boolean looks(Step.Look look, int here) {
    boolean found = false;
    if (look.behind()) {
      for (int start = here; start >= 0 && !found; start--) {
        found = settled(look.inner(), start, here, look.negative()) >= 0;
      }
    } else {
      found = settled(look.inner(), here, -1, look.negative()) >= 0;
    }
    return found != look.negative();
  }

  /** The end of what a back-reference takes, or -1. */
  private int same(Step.Same same, int here) {
    int start = -1;
    int end = -1;
    for (int group : same.groups()) {
      if (registers[2 * group] >= start && registers[2 * group + 1] >= 0) {
        start = registers[2 * group];
        end = registers[2 * group + 1];
      }
    }
    int length = end - start;
    if (start < 0 || here + length > text.length()) {
      return -1;
    }
    meter.charge(length);
    for (int i = 0; i < length; i++) {
      char wanted = text.charAt(start + i);
      char found = text.charAt(here + i);
      if (wanted != found && !(same.ignoreCase() && folded(wanted) == folded(found))) {
        return -1;
      }
    }
    return here + length;
  }

  private boolean isAt(Part.Edge edge, int here) {
    return switch (edge) {
      case TEXT_START -> here == 0;
      case TEXT_END -> here == text.length();
      case LINE_START -> here == 0 || text.charAt(here - 1) == '\n';
      case LINE_END -> here == text.length() || text.charAt(here) == '\n';
      case WORD_EDGE -> isWordBefore(here) != isWordAfter(here);
      case NO_WORD_EDGE -> isWordBefore(here) == isWordAfter(here);
    };
  }

  private boolean isWordBefore(int here) {
    return here > 0 && isWord(text.codePointBefore(here));
  }

  private boolean isWordAfter(int here) {
    return here < text.length() && isWord(text.codePointAt(here));
  }

  /** As in .NET, the joiners belong to a word where its edges are concerned. */
  private static boolean isWord(int c) {
    return CharacterSets.isWord(c) || c == 0x200c || c == 0x200d;
  }

  private void set(int register, int value) {
    push(RESTORE, register, registers[register]);
    registers[register] = value;
  }

  private void push(int first, int second, int third) {
    if (top + ENTRY > stack.length) {
      if (stack.length >= MAX_STACK) {
        meter.charge(Long.MAX_VALUE / 2);
      }
      stack = Arrays.copyOf(stack, stack.length * 2);
    }
    stack[top] = first;
    stack[top + 1] = second;
    stack[top + 2] = third;
    top += ENTRY;
  }
}
