package dev.lockstep.engine.mapping;

/** One thing to look an account up by: accounts whose attribute at the path equals the value. */
public record MatchKey(String target, String value) {}
