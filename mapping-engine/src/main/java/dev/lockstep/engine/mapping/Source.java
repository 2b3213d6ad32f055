package dev.lockstep.engine.mapping;

import dev.lockstep.engine.syntax.Printer;

/** Where a mapping's value comes from. */
public sealed interface Source {

  /** The source as an expression's text; empty for none. */
  String text();

  /** The value of a source attribute. */
  record Direct(String attribute) implements Source {
    @Override
    public String text() {
      return '[' + attribute + ']';
    }
  }

  /** A fixed text. */
  record Constant(String value) implements Source {
    @Override
    public String text() {
      return Printer.quote(value);
    }
  }

  /** The value of an expression. */
  record Expression(String text) implements Source {}

  /** Nothing: only the default value, when the account is created. */
  record None() implements Source {
    @Override
    public String text() {
      return "";
    }
  }
}
