package dev.sennit.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sennit.endpoint.EndpointModule;
import dev.sennit.endpoint.EndpointRegistry;
import dev.sennit.endpoint.schema.EndpointTypes;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The list of endpoint types that errors name modules from, here where all the modules are. */
class KnownModulesTest {
    private static final String IN_CORE = "sennit-endpoint-memory";

    @Test
    void theListHasEveryTypeOfEveryModuleAndNoOther() throws IOException {
        Map<String, Set<String>> installed = new TreeMap<>();
        for (EndpointModule module : EndpointRegistry.installed().modules()) {
            Set<String> names = installed.computeIfAbsent(artifact(module), name -> new TreeSet<>());
            module.types().forEach(type -> names.addAll(type.schema().names()));
        }
        installed.remove(IN_CORE);

        assertEquals(installed, listed());
    }

    /** Its package with hyphens. */
    private static String artifact(EndpointModule module) {
        return module.getClass().getPackageName().replaceFirst("dev\\.", "").replace('.', '-');
    }

    private static Map<String, Set<String>> listed() throws IOException {
        Properties file = new Properties();
        try (InputStream in =
                Objects.requireNonNull(EndpointTypes.class.getResourceAsStream("known-modules.properties"))) {
            file.load(in);
        }
        Map<String, Set<String>> listed = new TreeMap<>();
        file.stringPropertyNames()
                .forEach(module -> listed.put(
                        module,
                        new TreeSet<>(Arrays.asList(file.getProperty(module).split(" ")))));
        return listed;
    }
}
