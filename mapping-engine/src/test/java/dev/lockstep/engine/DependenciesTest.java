package dev.lockstep.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The engine stands on the JDK, JSpecify and the linear-time regex library alone, and touches neither clock nor files nor reflection. */
class DependenciesTest {
  private static final Set<String> ALLOWED = Set.of("dev.lockstep.engine", "org.jspecify.annotations", "com.google.re2j");
  private static final Set<String> OF_THE_JDK =
      Set.of("java.lang", "java.lang.invoke", "java.lang.runtime", "java.util", "java.util.function", "java.util.random", "java.util.regex", "java.util.stream",
          "java.util.concurrent", "java.math", "java.text", "java.time", "java.time.temporal", "java.nio.charset");
  private static final Set<String> FORBIDDEN = Set.of("java.time.Instant.now", "java.time.LocalDate.now", "java.time.Clock.systemUTC", "java.lang.System.currentTimeMillis",
      "java.lang.System.nanoTime", "java.util.UUID.randomUUID", "java.util.Random.<init>", "java.lang.Math.random", "java.lang.Class.forName", "java.lang.System.getenv",
      "java.lang.System.getProperty", "java.lang.Thread.<init>", "java.lang.Thread.sleep");

  /** Every class that the module's compiled classes refer to, in its code, its signatures and its annotations. */
  @Test
  void the_compiled_classes_refer_to_nothing_else() throws IOException {
    Set<String> packages = new TreeSet<>();
    Set<String> members = new TreeSet<>();
    List<Path> classes = files(Path.of("target/classes"), ".class");
    assertThat(classes).hasSizeGreaterThan(100);
    for (Path file : classes) {
      for (PoolEntry entry : ClassFile.of().parse(file).constantPool()) {
        if (entry instanceof ClassEntry type && !type.asInternalName().startsWith("[")) {
          packages.add(packageOf(type.asInternalName()));
        } else if (entry instanceof MemberRefEntry member) {
          members.add(member.owner().asInternalName().replace('/', '.') + '.' + member.name().stringValue());
        } else if (entry instanceof java.lang.classfile.constantpool.Utf8Entry text) {
          Matcher type = Pattern.compile("L([a-z][\\w/]*/[A-Z][\\w$]*);").matcher(text.stringValue());
          while (type.find()) {
            packages.add(packageOf(type.group(1)));
          }
        }
      }
    }
    assertThat(packages).contains("com.google.re2j", "org.jspecify.annotations").allSatisfy(name ->
        assertThat(OF_THE_JDK.contains(name) || ALLOWED.stream().anyMatch(allowed -> name.equals(allowed) || name.startsWith("dev.lockstep.engine."))).as(name).isTrue());
    assertThat(members).doesNotContainAnyElementsOf(FORBIDDEN);
  }

  /** What a user of the module gets with it: the dependencies of its pom that are not of the tests alone, those of the parent included. */
  @Test
  void the_module_brings_two_libraries_along() throws IOException {
    List<String> brought = new ArrayList<>();
    for (Path pom : List.of(Path.of("pom.xml"), Path.of("../pom.xml"))) {
      String text = Files.readString(pom).replaceAll("(?s)<dependencyManagement>.*?</dependencyManagement>|<profiles>.*?</profiles>|<build>.*?</build>", "");
      Matcher dependency = Pattern.compile("(?s)<dependency>.*?<artifactId>(.*?)</artifactId>.*?</dependency>").matcher(text);
      while (dependency.find()) {
        if (!dependency.group().contains("<scope>test</scope>")) {
          brought.add(dependency.group(1));
        }
      }
    }
    assertThat(brought).containsExactlyInAnyOrder("re2j", "jspecify");
  }

  @Test
  void files_are_small_and_packages_null_marked() throws IOException {
    for (Path source : files(Path.of("src/main/java"), ".java")) {
      try (Stream<String> lines = Files.lines(source)) {
        assertThat(lines.count()).as(source.toString()).isLessThan(400);
      }
    }
    try (Stream<Path> folders = Files.walk(Path.of("src/main/java/dev/lockstep/engine"))) {
      assertThat(folders.filter(Files::isDirectory)).allSatisfy(folder ->
          assertThat(Files.readString(folder.resolve("package-info.java"))).contains("@NullMarked"));
    }
  }

  private static List<Path> files(Path folder, String ending) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(ending)).toList();
    }
  }

  private static String packageOf(String internalName) {
    int slash = internalName.lastIndexOf('/');
    return slash < 0 ? internalName : internalName.substring(0, slash).replace('/', '.');
  }
}
