package dev.lockstep.engine.regex;

import java.util.ArrayList;
import java.util.List;

/**
 * A pattern as steps of the backtracking matcher. Immutable and thread-safe.
 *
 * @param registers number of positions that a run notes, the groups' bounds included: group g lies in 2g and 2g + 1
 */
record Program(Step[] steps, int registers) {
  private static final Step DONE = new Step.Done();
  private static final Step HOLE = DONE;

  /** @throws RegexProblem when a back-reference names no group */
  static Program of(Part part, Groups groups) {
    Writer writer = new Writer(groups, new int[] {2 * (groups.count() + 1)});
    Step[] steps = writer.whole(part);
    return new Program(steps, writer.registers[0]);
  }

  private static final class Writer {
    private final Groups groups;
    /** Shared by the programs inside a program. */
    private final int[] registers;
    private final List<Step> steps = new ArrayList<>();

    Writer(Groups groups, int[] registers) {
      this.groups = groups;
      this.registers = registers;
    }

    Step[] whole(Part part) {
      write(part);
      steps.add(DONE);
      return steps.toArray(Step[]::new);
    }

    private Step[] inner(Part part) {
      return new Writer(groups, registers).whole(part);
    }

    private void write(Part part) {
      switch (part) {
        case Part.One one -> steps.add(new Step.Take(one.test()));
        case Part.Place(Part.Edge edge) -> steps.add(new Step.At(edge));
        case Part.FinalEnd _ -> steps.add(new Step.AtFinalEnd());
        case Part.Sequence(List<Part> parts) -> parts.forEach(this::write);
        case Part.Choice(List<Part> alternatives) -> choice(alternatives);
        case Part.Repeat repeat -> repeat(repeat);
        case Part.Group group -> {
          int start = registers[0]++;
          steps.add(new Step.Note(start));
          write(group.part());
          steps.add(new Step.Capture(group.index(), start));
        }
        case Part.Look look -> steps.add(new Step.Look(inner(look.part()), look.behind(), look.negative()));
        case Part.Atomic atomic -> steps.add(new Step.Once(inner(atomic.part())));
        case Part.Back back -> steps.add(same(back));
      }
    }

    private Step same(Part.Back back) {
      int number = groups.numberOf(back.group());
      if (number <= 0) {
        throw new RegexProblem("The pattern has no group of the back-reference's name.", back.at());
      }
      return new Step.Same(groups.indexes(number).stream().mapToInt(Integer::intValue).toArray(), back.ignoreCase());
    }

    private void choice(List<Part> alternatives) {
      List<Integer> ends = new ArrayList<>();
      for (int i = 0; i < alternatives.size() - 1; i++) {
        int fork = hole();
        write(alternatives.get(i));
        ends.add(hole());
        steps.set(fork, new Step.Fork(fork + 1, steps.size()));
      }
      write(alternatives.getLast());
      ends.forEach(end -> steps.set(end, new Step.Jump(steps.size())));
    }

    private void repeat(Part.Repeat repeat) {
      for (int i = 0; i < repeat.low(); i++) {
        write(repeat.part());
      }
      if (repeat.high() < 0) {
        loop(repeat);
        return;
      }
      List<Integer> forks = new ArrayList<>();
      for (int i = repeat.low(); i < repeat.high(); i++) {
        forks.add(hole());
        write(repeat.part());
      }
      forks.forEach(fork -> fork(fork, fork + 1, steps.size(), repeat.lazy()));
    }

    private void loop(Part.Repeat repeat) {
      int fork = hole();
      if (Shape.canBeEmpty(repeat.part())) {
        int start = registers[0]++;
        steps.add(new Step.Note(start));
        write(repeat.part());
        steps.add(new Step.Moved(start));
      } else {
        write(repeat.part());
      }
      steps.add(new Step.Jump(fork));
      fork(fork, fork + 1, steps.size(), repeat.lazy());
    }

    private int hole() {
      steps.add(HOLE);
      return steps.size() - 1;
    }

    private void fork(int at, int inside, int outside, boolean lazy) {
      steps.set(at, lazy ? new Step.Fork(outside, inside) : new Step.Fork(inside, outside));
    }
  }
}
