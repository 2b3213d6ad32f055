package dev.lockstep.e2e.halts.inside;

import com.mongodb.event.CommandListener;
import com.mongodb.event.CommandStartedEvent;
import com.mongodb.event.CommandSucceededEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.bson.BsonDocument;

/**
 * Halts the process, as {@code kill -9} would, right before a command is sent or right after it is acknowledged. The file of
 * orders has a line {@code before} or {@code after}, one with the collection, and one for each text that the command must
 * contain, or must not where a {@code !} stands before it. It is renamed to {@code ....done} by the process that carries it out.
 */
final class Halting implements CommandListener {
    private static final Set<String> WRITES = Set.of("insert", "update", "delete", "findAndModify");

    private final Path orders;
    private final Set<Integer> awaited = ConcurrentHashMap.newKeySet();

    Halting(Path orders) {
        this.orders = orders;
    }

    @Override
    public void commandStarted(CommandStartedEvent event) {
        if (!WRITES.contains(event.getCommandName()) || !Files.exists(orders)) {
            return;
        }
        List<String> lines = orders();
        if (lines.size() > 1 && matches(event, lines)) {
            if (lines.getFirst().equals("before")) {
                halt();
            }
            awaited.add(event.getRequestId());
        }
    }

    @Override
    public void commandSucceeded(CommandSucceededEvent event) {
        if (!awaited.isEmpty() && awaited.remove(event.getRequestId())) {
            halt();
        }
    }

    private List<String> orders() {
        try {
            return Files.readAllLines(orders);
        } catch (IOException countermanded) {
            return List.of();
        }
    }

    private static boolean matches(CommandStartedEvent event, List<String> lines) {
        BsonDocument command = event.getCommand();
        if (!command.getString(event.getCommandName()).getValue().equals(lines.get(1))) {
            return false;
        }
        String text = command.toJson();
        return lines.stream().skip(2).allMatch(part -> part.startsWith("!") != text.contains(part.startsWith("!") ? part.substring(1) : part));
    }

    private void halt() {
        try {
            Files.move(orders, orders.resolveSibling(orders.getFileName() + ".done"), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException countermanded) {
            return;
        }
        Runtime.getRuntime().halt(86);
    }
}
