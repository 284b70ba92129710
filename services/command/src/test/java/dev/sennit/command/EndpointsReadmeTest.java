package dev.sennit.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sennit.endpoint.EndpointRegistry;
import dev.sennit.endpoint.schema.Argument;
import dev.sennit.endpoint.schema.EndpointRole;
import dev.sennit.endpoint.schema.EndpointSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table of endpoint types in their README, where all of them are installed. */
final class EndpointsReadmeTest {
    @Test
    void hasEveryTypeWithItsArgumentsAndNoOther() throws IOException {
        String readme = Files.readString(Path.of("../../endpoints/README.md"));
        List<String> rows = new ArrayList<>();
        for (EndpointRole role : EndpointRole.values()) {
            for (EndpointSchema schema : EndpointRegistry.installed().types().schemas(role)) {
                rows.add(row(role, schema));
            }
        }

        assertEquals(
                List.of(),
                rows.stream().filter(row -> !readme.contains("\n" + row)).toList());
        int start = readme.indexOf("| type | role |");
        long told =
                readme.substring(start, readme.indexOf("\n\n", start)).lines().count() - 2;
        assertEquals(rows.size(), told);
    }

    private static String row(EndpointRole role, EndpointSchema schema) {
        String names = Stream.concat(Stream.of(schema.name()), schema.aliases().stream())
                .map(name -> "`" + name + "`")
                .collect(Collectors.joining(", "));
        String arguments =
                schema.arguments().stream().map(EndpointsReadmeTest::shown).collect(Collectors.joining(", "));
        return "| " + names + " | " + role.word() + " | " + arguments + (arguments.isEmpty() ? "| " : " | ");
    }

    private static String shown(Argument<?> argument) {
        return argument.isRequired() ? argument.name() : "*" + argument.name() + "*";
    }
}
