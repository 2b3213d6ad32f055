package dev.lockstep.console.tokens;

import dev.lockstep.console.audit.Ledger;
import dev.lockstep.kit.web.Role;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The first admin token of a new installation goes into a file that only its owner reads, never to a log: there is no
 * default password.
 */
public final class FirstAdmin {
    private static final Logger log = LoggerFactory.getLogger(FirstAdmin.class);
    /** Fixed, so that of two replicas that start at once only one makes it. */
    private static final String ID = "first-admin";

    private final TokenStore store;
    private final Ledger ledger;
    private final Clock clock;

    public FirstAdmin(TokenStore store, Ledger ledger, Clock clock) {
        this.store = store;
        this.ledger = ledger;
        this.clock = clock;
    }

    /** The file first, then the store: a crash in between leaves a useless file, and the next start makes both again. */
    public void ensure(@Nullable Path file) {
        if (store.hasAdmin()) {
            return;
        }
        if (file == null || file.toString().isEmpty()) {
            log.warn("no admin token exists and lockstep.admin-token-file is not set: nobody can sign in");
            return;
        }
        String text = TokenText.generate();
        write(file, text);
        Token token = new Token(ID, TokenText.hash(text), "first-admin", Role.ADMIN, Set.of(),
                clock.instant().truncatedTo(ChronoUnit.MILLIS), "console", null, null, null);
        if (store.insert(token)) {
            ledger.tokenCreated(token);
            log.info("wrote the first admin token to {}", file);
        } else {
            discard(file, text);
        }
    }

    private static void write(Path file, String text) {
        try {
            Path absolute = file.toAbsolutePath();
            Files.createDirectories(absolute.getParent());
            Path fresh = Files.getFileStore(absolute.getParent()).supportsFileAttributeView("posix")
                    ? Files.createTempFile(absolute.getParent(), ".admin-token", "",
                            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))
                    : Files.createTempFile(absolute.getParent(), ".admin-token", "");
            Files.writeString(fresh, text + "\n");
            Files.move(fresh, absolute, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the first admin token to " + file, e);
        }
    }

    /** Another replica was first, and its token counts. */
    private static void discard(Path file, String text) {
        try {
            if (Files.readString(file).strip().equals(text)) {
                Files.delete(file);
            }
        } catch (IOException e) {
            log.warn("cannot remove {}: the token in it is void", file);
        }
    }
}
