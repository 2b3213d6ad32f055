package dev.lockstep.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The engine stands on the JDK, JSpecify and the linear-time regex library alone, and touches neither clock nor files nor reflection. */
class DependenciesTest {
  private static final List<String> ALLOWED =
      List.of("dev.lockstep.engine.", "org.jspecify.annotations.", "com.google.re2j.", "java.util.", "java.math.", "java.text.Normalizer", "java.time.",
          "java.nio.charset.StandardCharsets");
  private static final List<String> FORBIDDEN = List.of("Instant.now", "LocalDate.now", "System.current", "System.nanoTime", "UUID.randomUUID", "new Random(",
      "new SecureRandom", "ThreadLocalRandom", "Math.random", "java.lang.reflect", "Class.forName", "System.out", "System.getenv", "System.getProperty");

  @Test
  void nothing_else_is_imported_or_used() throws IOException {
    List<Path> sources;
    try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
      sources = files.filter(file -> file.toString().endsWith(".java")).toList();
    }
    assertThat(sources).hasSizeGreaterThan(50);
    for (Path source : sources) {
      String text = Files.readString(source);
      assertThat(text.lines().filter(line -> line.startsWith("import ")).map(line -> line.replace("import static ", "").replace("import ", "")))
          .as(source.toString()).allSatisfy(name -> assertThat(ALLOWED).anyMatch(name::startsWith));
      assertThat(FORBIDDEN).as(source.toString()).noneMatch(text::contains);
      assertThat(text.lines().count()).as(source.toString()).isLessThan(400);
    }
  }

  @Test
  void every_package_is_null_marked() throws IOException {
    try (Stream<Path> folders = Files.walk(Path.of("src/main/java/dev/lockstep/engine"))) {
      assertThat(folders.filter(Files::isDirectory)).allSatisfy(folder ->
          assertThat(Files.readString(folder.resolve("package-info.java"))).contains("@NullMarked"));
    }
  }
}
