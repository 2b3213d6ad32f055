package dev.lockstep.standalone.command;

import dev.lockstep.kit.security.KeyFiles;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Makes the keys of an installation whose services run as separate processes. */
@Command(name = "keys", mixinStandardHelpOptions = true, description = "Makes the key files of a new installation; never overwrites.")
final class KeysCommand implements Callable<Integer> {
    @Option(names = "--dir", required = true, description = "directory for the key files")
    Path directory = Path.of("keys");

    @Option(names = "--if-missing", description = "do nothing when they exist already")
    boolean ifMissing;

    @Override
    public Integer call() {
        if (ifMissing && KeyFiles.exist(directory)) {
            KeyFiles.complete(directory);
            return 0;
        }
        KeyFiles.create(directory);
        System.out.println("Keys are in " + directory.toAbsolutePath() + ". Back up the private ones: without them no stored secret can be read.");
        return 0;
    }
}
