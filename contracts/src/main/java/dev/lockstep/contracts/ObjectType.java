package dev.lockstep.contracts;

/** What a directory object is. */
public enum ObjectType {
    USER, GROUP
}
