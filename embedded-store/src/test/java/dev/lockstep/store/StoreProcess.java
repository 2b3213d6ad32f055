package dev.lockstep.store;

import java.nio.file.Path;

/** A store in a JVM of its own, which a test can kill. Prints its port; ends when its input does. */
final class StoreProcess {

    private StoreProcess() {}

    public static void main(String[] arguments) throws Exception {
        EmbeddedStore store = EmbeddedStore.open(Path.of(arguments[0]), 0);
        System.out.println("port " + store.port());
        while (System.in.read() >= 0) {
            System.out.println(store.stats());
        }
        store.close();
    }
}
