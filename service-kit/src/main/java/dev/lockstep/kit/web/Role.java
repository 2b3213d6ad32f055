package dev.lockstep.kit.web;

/** What a caller may do. Each route names the roles that it admits. */
public enum Role {
    /** Everything. */
    ADMIN,
    /** Runs, replays and holds; neither secrets nor mappings. */
    OPERATOR,
    /** Reads activity, reports and accounts. */
    AUDITOR,
    /** Posts to its own source. */
    SOURCE
}
