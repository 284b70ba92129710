package dev.sennit.endpoint.schema;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which module has which endpoint types, whether it is on the class path or not; for messages only. The list is the file
 * {@code known-modules.properties}; a test of the module that depends on all of them compares it with what is installed.
 */
final class KnownModules {
    private static final String FILE = "known-modules.properties";
    private static final Map<String, String> BY_TYPE = read();

    private KnownModules() {}

    /** Returns the artifact that has a type; empty for a type that is not in the list. */
    static Optional<String> of(String type) {
        return Optional.ofNullable(BY_TYPE.get(type));
    }

    /** Returns the types in the list. */
    static SortedSet<String> types() {
        return new TreeSet<>(BY_TYPE.keySet());
    }

    private static Map<String, String> read() {
        Properties modules = new Properties();
        try (InputStream in = Objects.requireNonNull(KnownModules.class.getResourceAsStream(FILE), FILE)) {
            modules.load(new InputStreamReader(in, UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<String, String> byType = new TreeMap<>();
        for (String module : modules.stringPropertyNames()) {
            Arrays.stream(modules.getProperty(module).split(" ")).forEach(type -> byType.put(type, module));
        }
        return Map.copyOf(byType);
    }
}
