package dev.sennit.endpoint.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

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

/** Endpoint strings against the types that the service loader finds. */
class InstalledTypesTest {
    private static final EndpointTypes INSTALLED = EndpointRegistry.installed().types();

    @TestFactory
    Stream<DynamicTest> rowsReadAsTheySay() {
        return EndpointTable.rows(InstalledTypesTest.class, "tls-strings.txt").stream()
                .map(row -> DynamicTest.dynamicTest(row.toString(), () -> row.check(INSTALLED)));
    }

    @Test
    void bothRolesHaveTheTypeUnderBothNames() {
        for (EndpointRole role : List.of(EndpointRole.SERVER, EndpointRole.CLIENT)) {
            EndpointSchema schema = INSTALLED.find(role, "tls").orElseThrow();
            assertEquals(List.of("tls", "ssl"), schema.names());
            assertFalse(schema.reference().isEmpty());
            assertFalse(schema.examples().isEmpty());
            schema.examples().forEach(example -> INSTALLED.bind(role, example));
        }
    }
}
