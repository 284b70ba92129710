package dev.sennit.endpoint.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sennit.endpoint.contract.EndpointTable;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The table of endpoint strings, against declarations in the shape of the real ones. */
class EndpointTableTest {

    @TestFactory
    Stream<DynamicTest> everyRowReadsAsItSays() {
        return EndpointTable.rows().stream()
                .map(row -> DynamicTest.dynamicTest(row.toString(), () -> row.check(SampleTypes.ALL)));
    }

    @Test
    void rowsAreManyAndNamedApart() {
        List<String> names =
                EndpointTable.rows().stream().map(EndpointTable.Row::name).toList();

        assertTrue(names.size() >= 150, () -> names.size() + " rows");
        assertEquals(names.size(), names.stream().distinct().count(), "distinct names");
    }
}
