package dev.lockstep.e2e.torture.check;

/**
 * Something that must not be.
 *
 * @param invariant I1 to I12
 * @param app whose, empty when it concerns none
 * @param object whom it concerns: an object id, an operation id or a file
 */
public record Violation(String invariant, String app, String object, String what) {
    @Override
    public String toString() {
        return invariant + (app.isEmpty() ? "" : " " + app) + " " + object + ": " + what;
    }
}
