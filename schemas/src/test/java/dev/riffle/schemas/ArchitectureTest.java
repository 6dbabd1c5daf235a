package dev.riffle.schemas;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.riffle", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule SCHEMAS_KNOW_ONLY_AVRO_AND_JACKSON = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..", "javax..", "dev.riffle.schemas..", "org.apache.avro..", "com.fasterxml.jackson..");

    @ArchTest
    static final ArchRule RECORDS_DO_NOT_KNOW_CODECS = classes()
            .that()
            .resideInAPackage("dev.riffle.schemas")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "javax..", "dev.riffle.schemas", "org.apache.avro..");
}
