package dev.lockstep.e2e.torture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.e2e.torture.cluster.Jars;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JarsE2E {
    @Test
    void two_runs_that_begin_at_once_share_what_is_unpacked(@TempDir Path cache) throws Exception {
        Callable<Path> run = () -> new Jars(Path.of(".."), cache).of("ingest-service");
        List<Future<Path>> both;
        try (ExecutorService runs = Executors.newFixedThreadPool(2)) {
            both = runs.invokeAll(List.of(run, run));
        }

        assertThat(both.getFirst().get()).isEqualTo(both.getLast().get()).isRegularFile();
        try (Stream<Path> left = Files.list(cache)) {
            assertThat(left).containsExactly(both.getFirst().get().getParent());
        }
    }
}
