package dev.riffle.trainer;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.riffle.trainer", importOptions = ImportOption.DoNotIncludeTests.class)
class TrainerArchitectureTest {
    @ArchTest
    static final ArchRule knowsNeitherTheJobNorTheConsole = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.flink..", "dev.riffle.jobs..", "dev.riffle.console..");

    @ArchTest
    static final ArchRule onlyTheAdaptersKnowKafkaAndItsRecords = noClasses()
            .that()
            .resideOutsideOfPackage("dev.riffle.trainer.kafka..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.kafka..", "dev.riffle.schemas..");

    @ArchTest
    static final ArchRule onlyTrainingAndNetworksKnowNativeLibraries = noClasses()
            .that()
            .resideOutsideOfPackages("dev.riffle.trainer.training..", "dev.riffle.trainer.network..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.nd4j..", "org.deeplearning4j..", "org.bytedeco..");

    @ArchTest
    static final ArchRule trainingKnowsNothingOfTheService = noClasses()
            .that()
            .resideInAPackage("dev.riffle.trainer.training..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.riffle.trainer.service..", "dev.riffle.trainer.kafka..");

    @ArchTest
    static final ArchRule clusteringAndItsFiguresKnowNothingOfTheService = noClasses()
            .that()
            .resideInAnyPackage(
                    "dev.riffle.trainer.clustering..",
                    "dev.riffle.trainer.network..",
                    "dev.riffle.trainer.evaluation..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.riffle.trainer.service..", "dev.riffle.trainer.kafka..");

    @ArchTest
    static final ArchRule theServicesLogicKnowsNoAdapter = noClasses()
            .that()
            .resideInAPackage("dev.riffle.trainer.service..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.riffle.trainer.kafka..");
}
