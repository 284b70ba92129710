package dev.sennit.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.sennit.transport.Protocol;
import dev.sennit.transport.Transport;
import java.nio.channels.Channel;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final JavaClasses SENNIT = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            // Made of tests for tests, though it is a module of its own.
            .withImportOption(location -> !location.contains("/dev/sennit/peers/"))
            .importPackages("dev.sennit");

    private static final String PROTOCOLS = "dev.sennit.protocol..";
    private static final String TRANSPORTS = "dev.sennit.transport..";
    private static final String NIO = "dev.sennit.transport.nio..";
    private static final String UNIX = "dev.sennit.transport.unix..";
    private static final String ENDPOINTS = "dev.sennit.endpoint..";
    private static final String SERVICES = "dev.sennit.services..";

    @Test
    void theRulesSeeEveryLayer() {
        for (String layer : new String[] {PROTOCOLS, NIO, ENDPOINTS, SERVICES, "dev.sennit.transport"}) {
            assertTrue(SENNIT.stream().anyMatch(resideInAnyPackage(layer)), "no class of " + layer);
        }
    }

    @Test
    void protocolsSeeOnlyTheContractsOfTransports() {
        noClasses()
                .that()
                .resideInAPackage(PROTOCOLS)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(NIO, ENDPOINTS, SERVICES)
                .check(SENNIT);
    }

    @Test
    void transportsSeeNothingAboveThem() {
        noClasses()
                .that()
                .resideInAPackage(TRANSPORTS)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(PROTOCOLS, ENDPOINTS, SERVICES)
                .check(SENNIT);
    }

    @Test
    void theContractsKnowNoReactor() {
        noClasses()
                .that()
                .resideInAPackage(TRANSPORTS)
                .and()
                .resideOutsideOfPackages(NIO, UNIX)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(NIO)
                .check(SENNIT);
    }

    @Test
    void endpointsSeeNothingAboveThem() {
        noClasses()
                .that()
                .resideInAPackage(ENDPOINTS)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(SERVICES)
                .check(SENNIT);
    }

    @Test
    void nothingReadsTheWallClockOrSleeps() {
        noClasses()
                .should()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(Thread.class, "sleep", long.class)
                .orShould()
                .callMethod(Thread.class, "sleep", long.class, int.class)
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.util.Timer")
                .check(SENNIT);
    }

    @Test
    void decodersDoNoInputOrOutputAndKnowNoThreads() {
        noClasses()
                .that()
                .haveSimpleNameEndingWith("Decoder")
                .should()
                .dependOnClassesThat(assignableTo(Channel.class)
                        .or(assignableTo(Thread.class))
                        .or(assignableTo(Transport.class))
                        .or(assignableTo(Protocol.class))
                        .or(resideInAnyPackage("java.util.concurrent..", "java.net..", "java.nio.file.."))
                        .as("channels, threads, transports or protocols"))
                .check(SENNIT);
    }

    @Test
    void noTwoPackagesNeedEachOther() {
        slices().matching("dev.sennit.(**)").should().beFreeOfCycles().check(SENNIT);
    }

    @Test
    void everythingIsMarkedForNulls() {
        classes()
                .that()
                .haveSimpleName("package-info")
                .should()
                .beAnnotatedWith("org.jspecify.annotations.NullMarked")
                .check(SENNIT);
    }
}
