package dev.lockstep.contracts;

/** The payload of an {@link Envelope}: one type per thing that can travel. */
public sealed interface Message
        permits DirectoryChange, Reevaluate, DesiredAccount, SyncMarker, AccountOutcome, Activity, AppConfig {
}
