package dev.riffle.console;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.riffle", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule nobodyDependsOnTheConsole = noClasses()
            .that()
            .resideOutsideOfPackage("dev.riffle.console..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.riffle.console..");

    @ArchTest
    static final ArchRule simulatorsAndAccountingKnowNeitherFlinkNorJobNorTrainer = noClasses()
            .that()
            .resideInAPackage("dev.riffle.console.simulate..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.flink..", "dev.riffle.jobs..", "dev.riffle.trainer..");

    @ArchTest
    static final ArchRule onlyCommandsAndTheRootKnowTheCommandLine = noClasses()
            .that()
            .resideInAPackage("dev.riffle.console..")
            .and()
            .resideOutsideOfPackages("dev.riffle.console", "dev.riffle.console.commands")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("picocli..");

    @ArchTest
    static final ArchRule noPackageOfTheConsoleDependsOnItselfThroughOthers =
            slices().matching("dev.riffle.console.(*)..").should().beFreeOfCycles();
}
