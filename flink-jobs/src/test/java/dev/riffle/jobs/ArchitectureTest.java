package dev.riffle.jobs;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.riffle.jobs", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule THE_JOB_NEITHER_TRAINS_NOR_TALKS_TO_PEOPLE = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.riffle.trainer..", "dev.riffle.console..", "org.deeplearning4j..", "org.nd4j..");

    @ArchTest
    static final ArchRule ONLY_THE_KAFKA_PACKAGE_KNOWS_KAFKA = noClasses()
            .that()
            .resideOutsideOfPackage("dev.riffle.jobs.kafka")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.kafka..", "org.apache.flink.connector.kafka..");

    @ArchTest
    static final ArchRule ONLY_WIRING_CHOOSES_KAFKA = noClasses()
            .that()
            .resideOutsideOfPackage("dev.riffle.jobs.kafka")
            .and()
            .doNotHaveSimpleName("ScoringJob")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.riffle.jobs.kafka");

    @ArchTest
    static final ArchRule OPERATORS_DO_NOT_KNOW_HOW_THEY_ARE_WIRED = noClasses()
            .that()
            .resideInAnyPackage("dev.riffle.jobs.operators", "dev.riffle.jobs.flow", "dev.riffle.jobs.metrics")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.riffle.jobs");
}
