package dev.lockstep.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Every rule says what to do instead, is checked on the whole system, and rejects a bad example. */
class ArchitectureTest {
    private static final JavaClasses HOUSE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.lockstep");
    private static final JavaClasses BADHOUSE = new ClassFileImporter().importPackages("dev.lockstep.architecture.badhouse");

    private static final List<String> SERVICES = List.of("ingest", "mapping", "writer", "audit", "console");
    private static final String[] PURE = {
        "..engine..", "..mapping.directory..", "..mapping.desire..", "..writer.reconcile..", "..writer.fault..", "..audit.fact.."};

    private static ArchRule servicesMeetOnTopics(String base) {
        return slices().matching(base + ".(ingest|mapping|writer|audit|console)..").should().notDependOnEachOther()
                .because("services share no code: publish or read a contract instead");
    }

    private static final ArchRule DECISIONS_KNOW_NO_CLOCK = noClasses().that().resideInAnyPackage(PURE)
            .should().accessTargetWhere(readsClockOrChance())
            .because("a replay must repeat the decision: take the instant, the id or the chance as a parameter");

    private static final ArchRule DECISIONS_KNOW_NO_FRAMEWORK = noClasses().that().resideInAnyPackage(PURE)
            .should().dependOnClassesThat().resideInAnyPackage(
                    "org.springframework..", "org.apache.kafka..", "com.mongodb..", "org.bson..", "java.net.http..", "org.apache.hc..")
            .because("decisions are tested with plain values: put what touches the world into an adapter");

    private static final ArchRule THE_ENGINE_OUTLIVES_EVERY_FRAMEWORK = classes().that().resideInAPackage("dev.lockstep.engine..")
            .should().onlyDependOnClassesThat().resideInAnyPackage("dev.lockstep.engine..", "java..", "org.jspecify..", "com.google.re2j..")
            .because("the engine depends on the JDK, JSpecify and a linear-time regex library only");

    private static final ArchRule CONTRACTS_ARE_SHAPES = classes().that().resideInAPackage("dev.lockstep.contracts")
            .should().onlyDependOnClassesThat().resideInAnyPackage("dev.lockstep.contracts", "java..", "org.jspecify..")
            .because("a contract is a shape, not a library: JSON belongs into contracts.codec");

    @Test
    void services_share_no_code() {
        servicesMeetOnTopics("dev.lockstep").check(HOUSE);

        assertThat(SERVICES).allSatisfy(service -> assertThat(HOUSE.stream()
                .anyMatch(type -> type.getPackageName().startsWith("dev.lockstep." + service))).isTrue());
        assertThatThrownBy(() -> servicesMeetOnTopics("dev.lockstep.architecture.badhouse").check(BADHOUSE)).hasMessageContaining("publish or read a contract");
    }

    @Test
    void decisions_read_no_clock_and_draw_no_lots() {
        DECISIONS_KNOW_NO_CLOCK.check(HOUSE);

        assertThatThrownBy(() -> DECISIONS_KNOW_NO_CLOCK.check(BADHOUSE)).hasMessageContaining("take the instant");
    }

    @Test
    void decisions_depend_on_no_framework() {
        DECISIONS_KNOW_NO_FRAMEWORK.check(HOUSE);

        assertThat(HOUSE.stream().filter(type -> type.getPackageName().startsWith("dev.lockstep.writer.reconcile"))).isNotEmpty();
        assertThatThrownBy(() -> DECISIONS_KNOW_NO_FRAMEWORK.check(BADHOUSE)).hasMessageContaining("into an adapter");
    }

    @Test
    void the_engine_depends_on_the_jdk_only() {
        THE_ENGINE_OUTLIVES_EVERY_FRAMEWORK.check(HOUSE);
    }

    @Test
    void contracts_depend_on_nothing() {
        CONTRACTS_ARE_SHAPES.check(HOUSE);
    }

    @Test
    void every_package_says_what_may_be_null() {
        Set<String> unmarked = new java.util.TreeSet<>();
        HOUSE.forEach(type -> {
            if (type.getPackage().tryGetPackageInfo().filter(info -> info.isAnnotatedWith(org.jspecify.annotations.NullMarked.class)).isEmpty()) {
                unmarked.add(type.getPackageName());
            }
        });

        assertThat(unmarked).isEmpty();
    }

    private static DescribedPredicate<JavaAccess<?>> readsClockOrChance() {
        return describe("read the clock or chance", access -> {
            String owner = access.getTargetOwner().getName();
            String name = access.getTarget().getName();
            boolean now = name.equals("now") && owner.startsWith("java.time.") && access.getTarget().getFullName().endsWith("now()");
            boolean system = owner.equals(System.class.getName()) && (name.equals("currentTimeMillis") || name.equals("nanoTime") || name.equals("getenv"));
            boolean chance = owner.equals("java.util.UUID") && name.equals("randomUUID") || owner.equals(Math.class.getName()) && name.equals("random");
            return now || system || chance;
        });
    }
}
