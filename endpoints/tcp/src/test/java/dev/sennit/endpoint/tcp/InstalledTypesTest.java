package dev.sennit.endpoint.tcp;

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

/** Endpoint strings against the types that the service loader finds: tcp, tcp4, tcp6 and memory. */
class InstalledTypesTest {
    private static final EndpointTypes INSTALLED = EndpointRegistry.installed().types();

    @TestFactory
    Stream<DynamicTest> rowsOfTheseTypesReadAsTheySay() {
        return EndpointTable.rows(InstalledTypesTest.class, "tcp-strings.txt").stream()
                .map(row -> DynamicTest.dynamicTest(row.toString(), () -> row.check(INSTALLED)));
    }

    @TestFactory
    Stream<DynamicTest> rowsOfTheGeneralTableReadAsTheySay() {
        return sharedRows().stream().map(row -> DynamicTest.dynamicTest(row.toString(), () -> row.check(INSTALLED)));
    }

    @Test
    void theGeneralTableHasManyRowsOfTheseTypes() {
        assertTrue(sharedRows().size() >= 100, () -> sharedRows().size() + " rows");
    }

    @Test
    void theTypesAreThese() {
        assertEquals(List.of("memory", "tcp", "tcp4", "tcp6"), names(EndpointRole.SERVER));
        assertEquals(List.of("memory", "tcp"), names(EndpointRole.CLIENT));
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

    private static List<EndpointTable.Row> sharedRows() {
        return EndpointTable.rows().stream()
                .filter(row -> row.isAbout(INSTALLED))
                .toList();
    }

    private static List<String> names(EndpointRole role) {
        return INSTALLED.schemas(role).stream().map(EndpointSchema::name).toList();
    }
}
