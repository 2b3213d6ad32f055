package dev.lockstep.engine.syntax;

/** Characters {@code start} (from 0, inclusive) to {@code end} (exclusive) of an expression's text. */
public record Span(int start, int end) {}
