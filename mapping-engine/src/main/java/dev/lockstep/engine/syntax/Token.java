package dev.lockstep.engine.syntax;

/** A word of the language; {@code text} is unescaped for attributes and texts. */
record Token(Kind kind, String text, Span span) {
  enum Kind {
    ATTRIBUTE,
    TEXT,
    NUMBER,
    NAME,
    OPEN,
    CLOSE,
    COMMA,
    COMPARISON,
    END
  }
}
