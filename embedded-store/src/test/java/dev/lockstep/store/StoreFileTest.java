package dev.lockstep.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.store.EmbeddedStore.Options;
import dev.lockstep.store.WrittenFile.Write;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.h2.mvstore.MVMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The process may die between any two writes to the file, and in the middle of one. */
class StoreFileTest {

    private static final int COMMITS = 1_300;
    private static final int DOCUMENTS = 1_500;
    /** Looked at from this commit on: before that the file mostly grows. */
    private static final int FIRST = 1_150;
    private static final int BLOCK = 4096;

    @TempDir
    Path dir;

    /** How many commits had been answered before so many writes. */
    private final TreeMap<Integer, Integer> answered = new TreeMap<>();

    private int points;

    @Test
    void whatever_was_answered_is_there_wherever_the_process_dies() throws IOException {
        List<Write> writes = List.copyOf(story());
        List<String> lost = new ArrayList<>();
        Path replayed = dir.resolve("replayed");
        try (RandomAccessFile file = new RandomAccessFile(replayed.toFile(), "rw")) {
            for (int n = 0; n < writes.size(); n++) {
                Write write = writes.get(n);
                boolean looked = n >= answered.firstKey() && answered.floorEntry(n).getValue() >= FIRST;
                if (looked && write.data() != null && write.data().length > BLOCK) {
                    apply(file, new Write(write.position(), java.util.Arrays.copyOf(write.data(), BLOCK)));
                    check(replayed, n, "in the middle of", lost);
                }
                apply(file, write);
                if (looked) {
                    check(replayed, n + 1, "after", lost);
                }
            }
        }
        System.out.println("kill points of the store's file: " + points + " points, " + lost.size() + " wrong");
        assertThat(lost).isEmpty();
    }

    /** Many small commits that replace each other's pages, with tidying now and then. */
    private List<Write> story() {
        Random random = new Random(1);
        List<Write> writes = WrittenFile.record();
        StoreFile file = new StoreFile(Path.of("written:" + dir.resolve("store")), Options.defaults());
        MVMap<Key, byte[]> documents = file.documents("documents");
        for (int commit = 1; commit <= COMMITS; commit++) {
            for (int i = 0; i <= random.nextInt(20); i++) {
                byte[] document = new byte[400 + random.nextInt(400)];
                random.nextBytes(document);
                documents.put(new Key(("k" + random.nextInt(DOCUMENTS)).getBytes(StandardCharsets.US_ASCII)), document);
            }
            file.catalogue().put("commit", String.valueOf(commit));
            file.commit();
            answered.put(writes.size(), commit);
            if (commit % 50 == 0) {
                file.tidy();
            }
        }
        List<Write> all = List.copyOf(writes);
        file.close();
        return all;
    }

    private static void apply(RandomAccessFile file, Write write) throws IOException {
        if (write.data() == null) {
            file.setLength(write.position());
        } else {
            file.seek(write.position());
            file.write(write.data());
        }
    }

    private void check(Path replayed, int writes, String moment, List<String> lost) throws IOException {
        points++;
        Path opened = dir.resolve("opened");
        Files.copy(replayed, opened, StandardCopyOption.REPLACE_EXISTING);
        StoreFile file = new StoreFile(opened, Options.defaults());
        int found = Integer.parseInt(file.catalogue().getOrDefault("commit", "0"));
        file.close();
        int known = answered.floorEntry(writes).getValue();
        if (found < known) {
            lost.add(moment + " write " + writes + ": " + known + " commits were answered, " + found + " are there");
        }
    }
}
