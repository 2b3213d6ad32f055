package dev.lockstep.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.e2e.harness.RunningLockstep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Every block of the README that says it can be run, is run: against a fresh installation, from the first to the last. */
class ReadmeE2E {
    private static final Pattern RUNNABLE = Pattern.compile("<!-- run -->\\s*```sh\\n(.*?)```", Pattern.DOTALL);

    @Test
    void the_blocks_of_the_readme_run() throws Exception {
        Path data = Path.of("target", "readme-" + UUID.randomUUID()).toAbsolutePath();
        try (RunningLockstep running = RunningLockstep.start(data)) {
            List<String> blocks = blocks();
            assertThat(blocks).isNotEmpty();
            for (String block : blocks) {
                run(block, running, data);
            }
        }
    }

    @Test
    void a_newcomer_reads_at_most_150_lines() throws IOException {
        assertThat(Files.readAllLines(Path.of("..", "README.md"))).hasSizeLessThanOrEqualTo(150);
    }

    private static List<String> blocks() throws IOException {
        List<String> blocks = new ArrayList<>();
        Matcher matcher = RUNNABLE.matcher(Files.readString(Path.of("..", "README.md")));
        while (matcher.find()) {
            blocks.add(matcher.group(1));
        }
        return blocks;
    }

    /** The README's address and token file are those of this test's installation. */
    private static void run(String block, RunningLockstep running, Path data) throws Exception {
        String here = block.replace("http://127.0.0.1:8080", running.address()).replace(".lockstep/admin-token", data.resolve("admin-token").toString());
        Path output = data.resolveSibling("readme-block.out");
        ProcessBuilder shell = new ProcessBuilder("sh", "-eu", "-c", here).directory(Path.of("..").toFile())
                .redirectErrorStream(true).redirectOutput(output.toFile());
        shell.environment().put("LOCKSTEP_SERVER", running.address());
        Process process = shell.start();
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as("%s%n%s", here, Files.readString(output)).isZero();
    }
}
