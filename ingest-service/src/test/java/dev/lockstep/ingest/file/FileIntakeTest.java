package dev.lockstep.ingest.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.contracts.Activity;
import dev.lockstep.contracts.DirectoryChange;
import dev.lockstep.contracts.DirectoryChange.Operation;
import dev.lockstep.contracts.Topic;
import dev.lockstep.ingest.Backlog;
import dev.lockstep.ingest.Counters;
import dev.lockstep.ingest.Gate;
import dev.lockstep.ingest.file.Upload.Mode;
import dev.lockstep.ingest.file.Upload.RejectedRow;
import dev.lockstep.ingest.leaver.HeldLeavers;
import dev.lockstep.ingest.leaver.InMemoryHeldLeavers;
import dev.lockstep.ingest.leaver.Leavers;
import dev.lockstep.ingest.row.InMemoryRowBook;
import dev.lockstep.ingest.row.RowBook;
import dev.lockstep.ingest.row.RowIntake;
import dev.lockstep.ingest.source.SettingsReader;
import dev.lockstep.ingest.source.Source;
import dev.lockstep.kit.publish.NotPublished;
import dev.lockstep.kit.publish.Outgoing;
import dev.lockstep.kit.publish.Publisher;
import dev.lockstep.kit.testing.InMemoryPublisher;
import dev.lockstep.kit.web.Problem;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileIntakeTest {
    private final InMemoryPublisher topic = new InMemoryPublisher();
    private final RowBook book = new InMemoryRowBook();
    private final Uploads uploads = new InMemoryUploads();
    private final HeldLeavers held = new InMemoryHeldLeavers();
    private long unread;
    private final Backlog backlog = new Backlog() {
        @Override
        public long size() {
            return unread;
        }

        @Override
        public Map<Integer, Long> ends() {
            return Map.of(0, 10L);
        }

        @Override
        public long before(Map<Integer, Long> ends) {
            return unread;
        }
    };
    private final FileIntake intake = intake(topic, book);
    private Map<String, Object> settings = Map.of("kind", "csv");
    private int uploadNumber;

    private FileIntake intake(Publisher publisher, RowBook rowBook) {
        RowIntake rows = new RowIntake(rowBook, publisher);
        return new FileIntake(uploads, rowBook, rows, new Leavers(held, rowBook, rows, publisher, Clock.systemUTC()), backlog, new Gate(backlog, 1_000_000),
                new Counters(new SimpleMeterRegistry()), Clock.systemUTC());
    }

    private Source source() {
        return new Source("hr", SettingsReader.read(settings), Source.Versions.UNSETTLED, Instant.EPOCH, Instant.EPOCH, null);
    }

    private Upload send(FileIntake to, Mode mode, String id, InputStream bytes) {
        return to.receive(new FileIntake.Order(source(), mode, id, "source:hr", List.of()), () -> Decoded.reader(bytes, source().settings().encoding(), null));
    }

    private Upload send(Mode mode, byte[] bytes) {
        return send(intake, mode, "upload-" + ++uploadNumber, new ByteArrayInputStream(bytes));
    }

    private Upload snapshot(String text) {
        return send(Mode.SNAPSHOT, text.getBytes(StandardCharsets.UTF_8));
    }

    private Upload delta(String text) {
        return send(Mode.DELTA, text.getBytes(StandardCharsets.UTF_8));
    }

    private List<DirectoryChange> changes() {
        List<DirectoryChange> changes = topic.messages(DirectoryChange.class);
        topic.clear();
        return changes;
    }

    private static String people(int from, int to) {
        return "objectId,displayName\n" + IntStream.range(from, to).mapToObj(n -> n + ",Name " + n + "\n").collect(Collectors.joining());
    }

    @Test
    void a_row_is_a_merge_of_its_columns_where_an_empty_cell_clears() {
        snapshot("objectId , displayName, TITLE,accountenabled,manager\n 7 , Ann ,, Ja , 8 \n");

        Map<String, Object> expected = new HashMap<>(Map.of("displayName", "Ann", "accountEnabled", true, "manager", "8"));
        expected.put("TITLE", null);
        assertThat(changes()).singleElement().satisfies(change -> {
            assertThat(change.operation()).isEqualTo(Operation.MERGE);
            assertThat(change.objectId()).isEqualTo("7");
            assertThat(change.attributes()).isEqualTo(expected);
            assertThat(change.uploadId()).isEqualTo("upload-1");
        });
    }

    @Test
    void the_source_maps_headers_dates_values_and_words_for_nothing() {
        settings = Map.of("kind", "csv", "nullText", List.of("NULL", "k.A."), "columns", List.of(
                Map.of("from", "Personal-Nr.", "to", "employeeId"), Map.of("from", "Eintritt", "to", "employeeHireDate", "date", "dd.MM.yyyy"),
                Map.of("from", "Status", "to", "accountEnabled", "map", Map.of("aktiv", true, "ruhend", false)),
                Map.of("from", "Abteilung", "to", "department"), Map.of("from", "abteilung", "to", "companyName", "map", Map.of("it", "Acme", "hr", "Beta"))));

        Upload upload = snapshot("PERSONAL-NR.;Eintritt;STATUS;Abteilung;Geheim\n1;01.02.2020;Aktiv;IT;x\n2;31.02.2020;aktiv;IT;x\n3;k.a.;weg;HR;x\n4;null;ruhend;HR;x\n");

        List<DirectoryChange> changes = changes();
        assertThat(changes).extracting(DirectoryChange::objectId).containsExactly("1", "4");
        assertThat(changes.getFirst().attributes()).isEqualTo(Map.of("employeeId", "1", "employeeHireDate", "2020-02-01", "accountEnabled", true,
                "department", "IT", "companyName", "Acme"));
        assertThat(changes.getLast().attributes()).containsEntry("employeeHireDate", null).containsEntry("accountEnabled", false);
        assertThat(upload.rejected()).extracting(RejectedRow::row, RejectedRow::column, RejectedRow::code).containsExactly(
                org.assertj.core.groups.Tuple.tuple(3, "Eintritt", "bad-date"), org.assertj.core.groups.Tuple.tuple(4, "STATUS", "not-mapped"));
    }

    @ParameterizedTest
    @CsvSource({"UTF-8,true,", "UTF-16LE,true,", "UTF-16BE,true,", "UTF-8,false,", "windows-1252,false,windows-1252", "UTF-16LE,false,UTF-16LE"})
    void every_encoding_is_read(String encoding, boolean mark, String told) {
        settings = told == null ? settings : Map.of("kind", "csv", "encoding", told);
        byte[] text = ((mark ? "\uFEFF" : "") + "objectId;displayName\r\n1;\"Zoë\r\nMüller\"\r\n").getBytes(Charset.forName(encoding));

        send(Mode.DELTA, text);

        assertThat(changes()).singleElement().satisfies(change -> assertThat(change.attributes()).containsEntry("displayName", "Zoë\r\nMüller"));
    }

    @Test
    void bytes_in_another_encoding_cost_their_row_only() {
        Upload upload = send(Mode.DELTA, "objectId,displayName\n1,Müller\n2,Smith\n".getBytes(StandardCharsets.ISO_8859_1));

        assertThat(upload.rejected()).extracting(RejectedRow::row, RejectedRow::code).containsExactly(org.assertj.core.groups.Tuple.tuple(2, "bad-encoding"));
        assertThat(changes()).extracting(DirectoryChange::objectId).containsExactly("2");
    }

    @Test
    void bad_rows_are_named_and_recorded_while_the_rest_goes_on() {
        Upload upload = snapshot("objectId,displayName,accountEnabled,manager\n1,A,true,\n,B,true,\n3,C,perhaps,\n4,D\n5,E,true,,more\n6,F,true,x y\n"
                + "1,G,true,\n\n,,,\n8,\"H,true,\n9,I,true,,,\n10,\u0001,true,\n11," + "x".repeat(9_000) + ",true,\n");

        assertThat(upload.rejected()).extracting(row -> row.row() + " " + row.column() + " " + row.code()).containsExactly(
                "3 objectId missing", "4 accountEnabled not-boolean", "5 null cell-count", "6 null cell-count", "7 manager bad-id", "8 null duplicate-row",
                "11 null malformed-quote", "13 displayName bad-character", "14 displayName too-long");
        assertThat(upload).satisfies(u -> {
            assertThat(u.rows()).isEqualTo(11);
            assertThat(u.accepted()).isEqualTo(2);
            assertThat(u.rejectedCount()).isEqualTo(9);
        });
        assertThat(topic.messages(Activity.class)).hasSize(9).allSatisfy(fact -> assertThat(fact.detail()).containsKeys("row", "uploadId"));
        assertThat(changes()).extracting(DirectoryChange::objectId).containsExactly("1", "9");
    }

    @Test
    void a_file_whose_header_cannot_say_whom_it_is_about_is_refused_whole() {
        assertThatThrownBy(() -> snapshot("name,mail\nA,b\n")).isInstanceOfSatisfying(Problem.class, p -> assertThat(p.code()).isEqualTo("key-column-missing"));
        assertThatThrownBy(() -> snapshot("objectId,mail,MAIL\n1,b,c\n")).isInstanceOfSatisfying(Problem.class, p -> assertThat(p.code()).isEqualTo("duplicate-column"));
        assertThatThrownBy(() -> snapshot("PK\3\4zip")).isInstanceOfSatisfying(Problem.class, p -> assertThat(p.code()).isEqualTo("not-csv"));
        assertThat(topic.published()).isEmpty();
    }

    @Test
    void the_same_file_twice_has_no_effect_and_a_change_there_and_back_has_two() {
        snapshot(people(0, 30));
        List<String> first = changes().stream().map(DirectoryChange::eventId).toList();

        Upload again = snapshot(people(0, 30));
        assertThat(again.unchanged()).isEqualTo(30);
        assertThat(again.accepted()).isZero();
        assertThat(changes()).isEmpty();

        snapshot(people(0, 30).replace("Name 7\n", "New 7\n"));
        snapshot(people(0, 30));
        assertThat(changes()).hasSize(2).extracting(DirectoryChange::eventId).doesNotHaveDuplicates().doesNotContainAnyElementsOf(first);
    }

    @Test
    void who_is_missing_from_a_snapshot_leaves_once_and_comes_back_restored_and_whole() {
        snapshot(people(0, 30));
        changes();

        Upload upload = snapshot(people(5, 30));
        assertThat(upload.leavers()).isEqualTo(5);
        assertThat(upload.held()).isZero();
        assertThat(changes()).hasSize(5).allSatisfy(change -> assertThat(change.operation()).isEqualTo(Operation.SOFT_DELETE));

        assertThat(snapshot(people(5, 30)).leavers()).isZero();
        assertThat(changes()).isEmpty();

        snapshot(people(4, 30));
        assertThat(changes()).extracting(DirectoryChange::operation).containsExactly(Operation.RESTORE, Operation.UPSERT);
    }

    @ParameterizedTest
    @CsvSource({"30,20,10,false", "30,19,11,true", "200,180,20,false", "200,179,21,true"})
    void too_many_leavers_at_once_are_held(int known, int stay, int leavers, boolean held) {
        snapshot(people(0, known));
        changes();

        Upload upload = snapshot(people(0, stay) + "new-1,N\nnew-2,N\n");

        assertThat(upload.leavers()).isEqualTo(leavers);
        assertThat(upload.held()).isEqualTo(held ? leavers : 0);
        assertThat(changes().stream().filter(change -> change.operation() == Operation.SOFT_DELETE)).hasSize(held ? 0 : leavers);
    }

    private Leavers leavers() {
        return new Leavers(held, book, new RowIntake(book, topic), topic, Clock.systemUTC());
    }

    private List<String> lackingATenth() {
        snapshot(people(0, 100));
        snapshot(people(0, 85));
        changes();
        return IntStream.range(85, 100).mapToObj(String::valueOf).toList();
    }

    @Test
    void held_leavers_leave_when_a_person_releases_them_with_a_reason() {
        List<String> missing = lackingATenth();
        assertThat(held.page("hr", null, 50)).extracting(HeldLeavers.HeldLeaver::key).containsExactlyElementsOf(missing);

        assertThat(leavers().release(source(), Set.of("85"), "ann", "has left")).isEqualTo(new Leavers.Decision(1, 1, null));
        assertThat(leavers().release(source(), Set.of(), "ann", "the works council said so")).isEqualTo(new Leavers.Decision(14, 14, null));

        assertThat(topic.messages(Activity.class)).hasSize(15).allSatisfy(fact -> {
            assertThat(fact.action()).isEqualTo("hold");
            assertThat(fact.initiator()).isEqualTo("ann");
            assertThat(fact.detail()).containsEntry("decision", "released").containsKey("reason");
        });
        assertThat(changes()).extracting(DirectoryChange::operation, DirectoryChange::objectId)
                .containsExactlyElementsOf(missing.stream().map(id -> org.assertj.core.groups.Tuple.tuple(Operation.SOFT_DELETE, id)).toList());
        assertThat(held.of("hr")).isEmpty();
        assertThat(snapshot(people(0, 85)).leavers()).isZero();
    }

    @Test
    void who_came_back_meanwhile_does_not_leave_when_the_others_are_released() {
        lackingATenth();
        delta("objectId,displayName\n90,Back\n");
        changes();

        assertThat(leavers().release(source(), Set.of(), "ann", "all of them").done()).isEqualTo(14);

        assertThat(changes()).extracting(DirectoryChange::objectId).doesNotContain("90").hasSize(14);
    }

    @Test
    void rejected_leavers_stay_and_a_later_snapshot_without_them_asks_again() {
        lackingATenth();

        assertThat(leavers().reject(source(), Set.of(), "ann", "an export gone wrong").done()).isEqualTo(15);

        assertThat(changes()).isEmpty();
        assertThat(held.of("hr")).isEmpty();
        assertThat(snapshot(people(0, 85)).held()).isEqualTo(15);
        assertThat(snapshot(people(0, 100)).leavers()).isZero();
        assertThat(held.of("hr")).as("everybody is back").isEmpty();
    }

    @Test
    void from_a_fifth_of_the_source_on_two_people_have_to_release_the_same_leavers() {
        snapshot(people(0, 100));
        snapshot(people(0, 67));
        changes();

        assertThat(leavers().release(source(), Set.of(), "ann", "a third has left")).isEqualTo(new Leavers.Decision(33, 0, "ann"));
        assertThat(leavers().release(source(), Set.of(), "ann", "once more")).isEqualTo(new Leavers.Decision(33, 0, "ann"));
        assertThat(leavers().release(source(), Set.of("70"), "bob", "one is few").done()).isEqualTo(1);
        assertThat(leavers().release(source(), Set.of(), "bob", "others than ann meant").approvedBy()).isEqualTo("bob");
        assertThat(leavers().release(source(), Set.of(), "ann", "the same as bob").done()).isEqualTo(32);

        assertThat(changes()).hasSize(33);
    }

    @ParameterizedTest
    @CsvSource({"''", "'objectId,displayName\n'"})
    void a_file_without_rows_holds_everybody(String text) {
        snapshot(people(0, 3));
        changes();

        Upload upload = snapshot(text);

        assertThat(upload.held()).isEqualTo(3);
        assertThat(changes()).isEmpty();
        assertThat(snapshot(people(0, 2)).leavers()).isEqualTo(1);
    }

    @Test
    void a_row_that_is_refused_for_another_cell_is_no_leaver() {
        snapshot(people(0, 3));
        changes();

        assertThat(snapshot("objectId,displayName,accountEnabled\n0,A,1\n1,B,perhaps\n2,\"C\n").leavers()).isZero();
    }

    @Test
    void a_delta_changes_only_its_rows_and_the_next_snapshot_knows() {
        snapshot(people(0, 3));
        delta("objectId,displayName\n1,Other\nnew,N\n");
        assertThat(changes()).hasSize(5);

        Upload back = snapshot(people(0, 3));

        assertThat(back.leavers()).isZero();
        assertThat(back.accepted()).isEqualTo(1);
    }

    @Test
    void a_membership_file_adds_and_a_later_snapshot_removes() {
        settings = Map.of("kind", "csv", "objectType", "membership", "idPrefix", "x-");
        Upload upload = snapshot("groupId,memberId\ng1,a\ng1,b\ng2,a\ng1,a\ng3,\n");
        assertThat(upload.rejected()).extracting(RejectedRow::code).containsExactly("duplicate-row", "missing");
        assertThat(changes()).extracting(DirectoryChange::operation, DirectoryChange::objectId, DirectoryChange::members).containsExactly(
                org.assertj.core.groups.Tuple.tuple(Operation.ADD_MEMBERS, "x-g1", List.of("x-a", "x-b")),
                org.assertj.core.groups.Tuple.tuple(Operation.ADD_MEMBERS, "x-g2", List.of("x-a")));

        snapshot("groupId,memberId\ng1,b\ng2,a\n");

        assertThat(changes()).extracting(DirectoryChange::operation, DirectoryChange::objectId, DirectoryChange::members).containsExactly(
                org.assertj.core.groups.Tuple.tuple(Operation.REMOVE_MEMBERS, "x-g1", List.of("x-a")));
    }

    @Test
    void a_file_that_breaks_off_takes_nobody_away_and_the_repeat_takes_only_the_rest() {
        snapshot(people(0, 30));
        changes();
        InputStream broken = new SequenceInputStream(new ByteArrayInputStream("objectId,displayName\n0,New\n".getBytes(StandardCharsets.UTF_8)), new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("connection reset");
            }
        });

        assertThatThrownBy(() -> send(intake, Mode.SNAPSHOT, "broken-off", broken)).isInstanceOfSatisfying(Problem.class,
                problem -> assertThat(problem.code()).isEqualTo("interrupted"));

        assertThat(uploads.find("hr", "broken-off").orElseThrow().state()).isEqualTo(Upload.State.FAILED);
        assertThat(changes()).isEmpty();
        Upload repeated = send(intake, Mode.SNAPSHOT, "broken-off", new ByteArrayInputStream(people(0, 30).getBytes(StandardCharsets.UTF_8)));
        assertThat(repeated.unchanged()).isEqualTo(30);
    }

    @Test
    void after_a_death_between_publish_and_remember_the_same_events_go_out_again() {
        class Death extends RuntimeException {
        }
        RowBook forgetful = new RowBook() {
            @Override
            public Map<String, Known> find(String source, java.util.Collection<String> keys) {
                return book.find(source, keys);
            }

            @Override
            public void remember(String source, List<Entry> entries) {
                throw new Death();
            }

            @Override
            public void each(String source, java.util.function.BiConsumer<String, Known> visitor) {
                book.each(source, visitor);
            }

            @Override
            public void forget(String source) {
                book.forget(source);
            }
        };
        byte[] file = people(0, 20).getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> send(intake(topic, forgetful), Mode.SNAPSHOT, "first-try", new ByteArrayInputStream(file))).isInstanceOf(Death.class);
        List<String> first = changes().stream().map(DirectoryChange::eventId).toList();

        send(Mode.SNAPSHOT, file);

        assertThat(changes()).extracting(DirectoryChange::eventId).containsExactlyElementsOf(first);
    }

    @Test
    void nothing_is_remembered_that_the_broker_did_not_acknowledge() {
        Publisher deaf = new Publisher() {
            @Override
            public void publish(List<Outgoing> messages) {
                throw new NotPublished("t", new IllegalStateException());
            }

            @Override
            public CompletableFuture<Void> publishAsync(List<Outgoing> messages) {
                throw new UnsupportedOperationException();
            }

            @Override
            public int partitions(Topic topic) {
                return 1;
            }
        };
        byte[] file = people(0, 20).getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> send(intake(deaf, book), Mode.SNAPSHOT, "first-try", new ByteArrayInputStream(file))).isInstanceOf(NotPublished.class);

        assertThat(uploads.find("hr", "first-try").orElseThrow().state()).isEqualTo(Upload.State.FAILED);
        assertThat(send(Mode.SNAPSHOT, file).accepted()).isEqualTo(20);
    }

    @Test
    void one_file_of_a_source_is_read_at_a_time() {
        uploads.claim("hr", "other", Instant.now(), Instant.now().plusSeconds(60));

        assertThatThrownBy(() -> snapshot(people(0, 1))).isInstanceOfSatisfying(Problem.class, p -> assertThat(p.code()).isEqualTo("upload-running"));
    }

    @Test
    void rows_count_as_applied_once_the_directory_has_read_them() {
        snapshot(people(0, 10));
        unread = 4;
        assertThat(intake.look("hr", "upload-1").orElseThrow()).satisfies(seen -> {
            assertThat(seen.applied()).isEqualTo(6);
            assertThat(seen.upload().takenIn()).isFalse();
        });

        unread = 0;
        assertThat(intake.look("hr", "upload-1").orElseThrow()).satisfies(seen -> {
            assertThat(seen.applied()).isEqualTo(10);
            assertThat(seen.upload().takenIn()).isTrue();
        });
        unread = 99;
        assertThat(intake.look("hr", "upload-1").orElseThrow().applied()).isEqualTo(10);
    }
}
