package dev.riffle.detector;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Instant;

@AnalyzeClasses(packages = "dev.riffle.detector", importOptions = ImportOption.DoNotIncludeTests.class)
class DetectorArchitectureTest {
    /** Whatever streams, stores or trains stays outside: the detector is arithmetic on arrays. */
    @ArchTest
    static final ArchRule knowsNobody = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "dev.riffle.detector..",
                    "java..",
                    "jdk.incubator.vector..",
                    "com.fasterxml.jackson..",
                    "com.datadoghq.sketch..",
                    "org.jgrapht..",
                    "org.apache.commons.numbers.gamma..");

    /** Said once more by name, so that a wider list above cannot let them in. */
    @ArchTest
    static final ArchRule knowsNoEngine = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.apache.flink..",
                    "org.apache.kafka..",
                    "org.apache.avro..",
                    "org.nd4j..",
                    "org.deeplearning4j..",
                    "dev.riffle.schemas..",
                    "dev.riffle.trainer..",
                    "dev.riffle.jobs..",
                    "dev.riffle.console..");

    @ArchTest
    static final ArchRule packagesFormNoCycle =
            slices().matching("dev.riffle.detector.(*)..").should().beFreeOfCycles();

    /** Without the module these classes must stay unloaded, so nobody else may name it. */
    @ArchTest
    static final ArchRule vectorApiStaysInItsKernels = noClasses()
            .that()
            .haveSimpleNameNotStartingWith("Vector")
            .and()
            .haveNameNotMatching(".*\\.Vector[A-Za-z]*\\$.*")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("jdk.incubator.vector..");

    @ArchTest
    static final ArchRule readsNoClock = noClasses()
            .should()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(Instant.class, "now")
            .because("clock and seed are passed in");
}
