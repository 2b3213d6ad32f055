package dev.lockstep.standalone.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** What the runbooks tell an operator to type is a command that there is, with options that it has. */
class RunbookCommandsTest {
    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");

    static List<String> commands() throws IOException {
        List<String> found = new ArrayList<>();
        try (Stream<Path> pages = Files.list(Path.of("..", "docs", "runbooks"))) {
            for (Path page : pages.sorted().toList()) {
                Files.readAllLines(page).stream().map(String::strip).filter(line -> line.startsWith("./lockstep ")).forEach(found::add);
            }
        }
        return found;
    }

    @Test
    void the_runbooks_have_commands() throws IOException {
        assertThat(commands()).hasSizeGreaterThan(20);
    }

    @ParameterizedTest
    @MethodSource("commands")
    void each_command_of_the_runbooks_can_be_given(String command) {
        List<String> words = new ArrayList<>();
        Matcher matcher = WORD.matcher(command.replaceAll("\\s#.*", "").substring("./lockstep ".length()));
        while (matcher.find()) {
            words.add(matcher.group(1) != null ? matcher.group(1) : matcher.group(2));
        }

        assertThatCode(() -> new CommandLine(new LockstepCommand()).parseArgs(words.toArray(String[]::new))).doesNotThrowAnyException();
    }
}
