package dev.lockstep.contracts;

/** What is kept in lockstep. Directory objects are people and groups; a membership is only ever desired. */
public enum ObjectType {
    USER, GROUP,
    /** That somebody is in a group of the target. Its id is {@code <group>/<member>}. */
    MEMBERSHIP
}
