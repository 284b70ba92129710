package dev.sennit.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
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
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final JavaClasses SENNIT = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            // Made of tests for tests, though it is a module of its own.
            .withImportOption(location -> !location.contains("/dev/sennit/peers/"))
            .importPackages("dev.sennit");

    private static final String[] PROTOCOLS = {
        "dev.sennit.protocol..", "dev.sennit.small..", "dev.sennit.haproxy..", "dev.sennit.socks..", "dev.sennit.http.."
    };
    private static final String TRANSPORTS = "dev.sennit.transport..";
    private static final String NIO = "dev.sennit.transport.nio..";
    private static final String UNIX = "dev.sennit.transport.unix..";
    private static final String JNR = "dev.sennit.transport.unix.jnr..";
    private static final String ENDPOINTS = "dev.sennit.endpoint..";
    private static final String SERVICES = "dev.sennit.services..";
    private static final String COMMAND = "dev.sennit.command..";
    /** What plugs a protocol into strings and into the command. */
    private static final String PLUGS = "dev.sennit.*.plug..";

    @Test
    void theRulesSeeEveryLayer() {
        Stream.concat(
                        Stream.of(PROTOCOLS),
                        Stream.of(NIO, UNIX, JNR, ENDPOINTS, SERVICES, COMMAND, PLUGS, "dev.sennit.transport"))
                .forEach(layer ->
                        assertTrue(SENNIT.stream().anyMatch(resideInAnyPackage(layer)), "no class of " + layer));
    }

    @Test
    void protocolsSeeOnlyTheContractsOfTransports() {
        noClasses()
                .that()
                .resideInAnyPackage(PROTOCOLS)
                .and()
                .resideOutsideOfPackage(PLUGS)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(NIO, UNIX, ENDPOINTS, SERVICES, COMMAND, PLUGS)
                .check(SENNIT);
    }

    @Test
    void transportsSeeNothingAboveThem() {
        noClasses()
                .that()
                .resideInAPackage(TRANSPORTS)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(ENDPOINTS, SERVICES, COMMAND, PLUGS)
                .orShould()
                .dependOnClassesThat()
                .resideInAnyPackage(PROTOCOLS)
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

    /** Each is of use without the other. */
    @Test
    void theTwoModulesOfUnixSocketsKnowNothingOfEachOther() {
        noClasses()
                .that()
                .resideInAPackage(JNR)
                .should()
                .dependOnClassesThat(resideInAPackage("dev.sennit.transport.unix"))
                .orShould()
                .dependOnClassesThat(resideInAPackage("com.kenai.jffi.."))
                .check(SENNIT);
        noClasses()
                .that()
                .resideInAPackage("dev.sennit.transport.unix")
                .should()
                .dependOnClassesThat(resideInAnyPackage(JNR, "jnr.."))
                .check(SENNIT);
    }

    @Test
    void endpointsSeeNothingAboveThem() {
        noClasses()
                .that()
                .resideInAPackage(ENDPOINTS)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(SERVICES, COMMAND, PLUGS)
                .check(SENNIT);
    }

    @Test
    void endpointsKnowNoReactorButTheOneThatTheyShareByDefault() {
        noClasses()
                .that()
                .resideInAPackage(ENDPOINTS)
                .and()
                .haveNameNotMatching("dev\\.sennit\\.endpoint\\.Endpoints(\\$.*)?")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(NIO, UNIX)
                .check(SENNIT);
    }

    @Test
    void servicesSeeNoPlugAndNoCommand() {
        noClasses()
                .that()
                .resideInAPackage(SERVICES)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(COMMAND, PLUGS)
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
