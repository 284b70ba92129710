package dev.sennit.endpoint.unix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sennit.endpoint.EndpointRegistry;
import dev.sennit.endpoint.contract.EndpointTable;
import dev.sennit.endpoint.schema.EndpointRole;
import dev.sennit.endpoint.schema.EndpointSchema;
import dev.sennit.endpoint.schema.EndpointTypes;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Endpoint strings against the types that the service loader finds: those of this module and memory. */
class InstalledTypesTest {
    private static final EndpointTypes INSTALLED = EndpointRegistry.installed().types();

    @TestFactory
    Stream<DynamicTest> rowsOfTheseTypesReadAsTheySay() {
        return EndpointTable.rows(InstalledTypesTest.class, "unix-strings.txt").stream()
                .map(row -> DynamicTest.dynamicTest(row.toString(), () -> row.check(INSTALLED)));
    }

    @Test
    void theTypesAreThese() {
        assertEquals(List.of("fd", "memory", "stdio", "systemd", "unix"), names(EndpointRole.SERVER));
        assertEquals(List.of("exec", "memory", "unix"), names(EndpointRole.CLIENT));
    }

    @Test
    void everyExampleReads() {
        for (EndpointRole role : EndpointRole.values()) {
            for (EndpointSchema schema : INSTALLED.schemas(role)) {
                assertTrue(!schema.examples().isEmpty(), schema::title);
                schema.examples().forEach(example -> INSTALLED.bind(role, example));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"systemd:, systemd", "systemd, systemd", "stdio:, stdio"})
    void aColonWithNothingAfterItGivesNoArgument(String text, String normal) {
        assertEquals(
                normal,
                INSTALLED.bind(EndpointRole.SERVER, text).toDescription().format());
    }

    private static List<String> names(EndpointRole role) {
        return INSTALLED.schemas(role).stream().map(EndpointSchema::name).toList();
    }
}
