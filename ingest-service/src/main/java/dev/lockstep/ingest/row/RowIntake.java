package dev.lockstep.ingest.row;

import dev.lockstep.contracts.DirectoryChange;
import dev.lockstep.contracts.DirectoryChange.Operation;
import dev.lockstep.contracts.ObjectType;
import dev.lockstep.ingest.ContentHash;
import dev.lockstep.ingest.Outbox;
import dev.lockstep.ingest.row.RowBook.Entry;
import dev.lockstep.ingest.row.RowBook.Known;
import dev.lockstep.kit.publish.Outgoing;
import dev.lockstep.kit.publish.Publisher;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Publishes what is new in a batch of statements, then remembers it. An event id is derived from the object, the content and
 * the count of changes before it: whoever repeats a batch after a crash publishes the same ids, and a value that changes
 * there and back gets a new id each time.
 */
public final class RowIntake {
    private final RowBook book;
    private final Publisher publisher;

    public RowIntake(RowBook book, Publisher publisher) {
        this.book = book;
        this.publisher = publisher;
    }

    /**
     * @param snapshot whether what is said here may go missing from a later snapshot
     * @param uploadId the file, or null
     */
    public record Occasion(String source, String initiator, @Nullable String uploadId, boolean snapshot, Instant now) {
    }

    /**
     * @param accepted statements that said something new; now on the topic
     * @param unchanged statements that said what was known
     * @param joined rows that were in no snapshot before
     */
    public record Taken(int accepted, int unchanged, int joined) {
    }

    /**
     * @param statements each key at most once
     * @param extra further messages to publish with them
     */
    public Taken take(Occasion occasion, List<Statement> statements, List<Outgoing> extra) {
        Map<String, Known> known = statements.isEmpty() ? Map.of()
                : book.find(occasion.source(), statements.stream().map(Statement::key).toList());
        Batch batch = new Batch(occasion);
        for (Statement statement : statements) {
            batch.add(statement, known.getOrDefault(statement.key(), Known.NOTHING));
        }
        List<Outgoing> messages = batch.messages();
        messages.addAll(extra);
        if (!messages.isEmpty()) {
            publisher.publish(messages);
        }
        book.remember(occasion.source(), batch.entries);
        return new Taken(batch.accepted, statements.size() - batch.accepted, batch.joined);
    }

    /** One batch on its way. */
    private static final class Batch {
        private final Occasion occasion;
        private final List<Entry> entries = new ArrayList<>();
        private final List<Outgoing> changes = new ArrayList<>();
        private final Map<String, List<Entry>> added = new LinkedHashMap<>();
        private final Map<String, List<Entry>> removed = new LinkedHashMap<>();
        private int accepted;
        private int joined;

        Batch(Occasion occasion) {
            this.occasion = occasion;
        }

        void add(Statement statement, Known known) {
            switch (statement) {
                case Statement.Attributes is -> {
                    if (isNews(is, known)) {
                        boolean returns = known.n() > 0 && !known.present();
                        if (returns) {
                            change(is.type(), Operation.RESTORE, is.objectId(), Map.of(), List.of(), id(is.key(), known, "restore"));
                        }
                        // Who comes back in a snapshot comes back whole: the directory may have purged the object meanwhile.
                        change(is.type(), returns && occasion.snapshot() ? Operation.UPSERT : Operation.MERGE, is.objectId(), is.attributes(), List.of(),
                                id(is.key(), known, is.hash()));
                    }
                }
                case Statement.Member is -> {
                    if (isNews(is, known)) {
                        added.computeIfAbsent(is.group(), group -> new ArrayList<>()).add(entries.getLast());
                    }
                }
                case Statement.Gone gone -> {
                    leave(gone, known);
                    change(gone.type(), Operation.SOFT_DELETE, gone.objectId(), Map.of(), List.of(), id(gone.key(), known, gone.hash()));
                }
                case Statement.NoMember gone -> {
                    leave(gone, known);
                    removed.computeIfAbsent(gone.group(), group -> new ArrayList<>()).add(entries.getLast());
                }
            }
        }

        private boolean isNews(Statement statement, Known known) {
            boolean same = known.present() && known.hash().equals(statement.hash());
            boolean joins = occasion.snapshot() && !known.snapshot();
            if (joins) {
                joined++;
            }
            if (!same || joins) {
                entries.add(new Entry(statement.key(), known, new Known(
                        same ? known.n() : known.n() + 1, statement.hash(), true, occasion.snapshot() || known.snapshot())));
            }
            if (!same) {
                accepted++;
            }
            return !same;
        }

        private void leave(Statement statement, Known known) {
            accepted++;
            entries.add(new Entry(statement.key(), known, new Known(known.n() + 1, statement.hash(), false, false)));
        }

        private static String id(String key, Known before, String what) {
            return "row-" + ContentHash.of(key, before.n() + 1, what);
        }

        private void change(
                ObjectType type, Operation operation, String objectId, Map<String, @Nullable Object> attributes, List<String> members, String id) {
            changes.add(Outbox.change(new DirectoryChange(type, operation, objectId, attributes, members, occasion.source(), id, null,
                    occasion.now(), occasion.now(), occasion.uploadId(), occasion.initiator())));
        }

        private void edges(Operation operation, Map<String, List<Entry>> groups) {
            groups.forEach((group, edges) -> {
                List<String> members = edges.stream().map(edge -> edge.key().substring(group.length() + 1)).toList();
                String what = edges.stream().map(edge -> edge.key() + "#" + edge.after().n()).sorted().collect(Collectors.joining("\n"));
                change(ObjectType.GROUP, operation, group, Map.of(), members, "row-" + ContentHash.of(operation.name(), group, what));
            });
        }

        List<Outgoing> messages() {
            edges(Operation.ADD_MEMBERS, added);
            edges(Operation.REMOVE_MEMBERS, removed);
            return changes;
        }
    }
}
