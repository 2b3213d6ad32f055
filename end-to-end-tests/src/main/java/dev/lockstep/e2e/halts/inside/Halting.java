package dev.lockstep.e2e.halts.inside;

import com.mongodb.event.CommandListener;
import com.mongodb.event.CommandStartedEvent;
import com.mongodb.event.CommandSucceededEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.bson.BsonDocument;

/**
 * Halts the process, as {@code kill -9} would, right before a command is sent or right after it is acknowledged, or lets it
 * stand still there, as SIGSTOP does. The file of orders has a line {@code before}, {@code after} or {@code stop}, one with the
 * collection, and one for each text that the command must contain, or must not where a {@code !} stands before it. It is renamed
 * to {@code ....done} by the process that carries it out.
 */
final class Halting implements CommandListener {
    private static final Set<String> WRITES = Set.of("insert", "update", "delete", "findAndModify");

    private final Path orders;
    /** What is done when these commands are acknowledged. */
    private final Map<Integer, Runnable> awaited = new ConcurrentHashMap<>();

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
            switch (lines.getFirst()) {
                case "before" -> carryOut(Halting::halt);
                case "stop" -> awaited.put(event.getRequestId(), Halting::standStill);
                default -> awaited.put(event.getRequestId(), Halting::halt);
            }
        }
    }

    @Override
    public void commandSucceeded(CommandSucceededEvent event) {
        Runnable end = awaited.isEmpty() ? null : awaited.remove(event.getRequestId());
        if (end != null) {
            carryOut(end);
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

    private void carryOut(Runnable end) {
        try {
            Files.move(orders, orders.resolveSibling(orders.getFileName() + ".done"), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException countermanded) {
            return;
        }
        end.run();
    }

    private static void halt() {
        Runtime.getRuntime().halt(86);
    }

    /** Until somebody sends SIGCONT. */
    private static void standStill() {
        try {
            new ProcessBuilder("kill", "-STOP", Long.toString(ProcessHandle.current().pid())).start().waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
