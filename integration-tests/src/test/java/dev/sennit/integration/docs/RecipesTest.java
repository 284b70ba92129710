package dev.sennit.integration.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * The example of each recipe of CONTRIBUTING is short, uses exported packages alone, and is held to its contract suite.
 *
 * <p>Blank lines, imports and comments do not count.
 */
class RecipesTest {
    private static final Path ROOT = Path.of("..");
    private static final Pattern COMMENT = Pattern.compile("(?s)/\\*.*?\\*/|//[^\n]*");
    private static final Pattern IMPORT =
            Pattern.compile("(?m)^import (?:static )?(dev\\.sennit\\.[a-z0-9.]+)\\.[A-Z]");
    private static final Pattern EXPORT = Pattern.compile("(?m)^ *exports ([\\w.]+);");

    /** All recipes. */
    static final List<Recipe> RECIPES = List.of(
            new Recipe(
                    "a transport",
                    150,
                    "transports/testing/src/test/java/dev/sennit/transport/example",
                    List.of("PipeEnd", "Pipes"),
                    "PipeContractTest",
                    "StreamContracts"),
            new Recipe(
                    "a layer",
                    40,
                    "transports/testing/src/test/java/dev/sennit/transport/example",
                    List.of("PrefaceLayer"),
                    "PrefaceLayerContractTest",
                    "StreamContracts"),
            new Recipe(
                    "an endpoint type",
                    40,
                    "endpoints/tcp/src/test/java/dev/sennit/endpoint/example",
                    List.of("LoopbackServer", "LoopbackClient"),
                    "LoopbackContractTest",
                    "EndpointContract"),
            new Recipe(
                    "a protocol",
                    60,
                    "transports/testing/src/test/java/dev/sennit/protocol/example",
                    List.of("FingerQuery", "FingerServer", "FingerClient"),
                    "FingerQueryTest",
                    "DecoderContract"));

    /**
     * A recipe and its example.
     *
     * @param title the recipe's name in CONTRIBUTING
     * @param limit the most lines that the types have together
     * @param folder the folder of the example
     * @param types the types of the example
     * @param test the test of the example, in the same folder
     * @param contract the suite that the test extends, itself or by a class in it
     */
    record Recipe(String title, int limit, String folder, List<String> types, String test, String contract) {
        List<String> sources() {
            return types.stream()
                    .map(type -> read(ROOT.resolve(folder).resolve(type + ".java")))
                    .toList();
        }

        @Override
        public String toString() {
            return title;
        }
    }

    @ParameterizedTest
    @FieldSource("RECIPES")
    void theExampleIsShort(Recipe recipe) {
        long lines = recipe.sources().stream().mapToLong(RecipesTest::lines).sum();
        assertTrue(lines <= recipe.limit(), lines + " lines, wanted at most " + recipe.limit());
    }

    @ParameterizedTest
    @FieldSource("RECIPES")
    void theExampleUsesExportedPackagesAlone(Recipe recipe) throws IOException {
        Set<String> used = new TreeSet<>();
        for (String source : recipe.sources()) {
            Matcher imports = IMPORT.matcher(source);
            while (imports.find()) {
                used.add(imports.group(1));
            }
        }
        assertTrue(used.size() >= 2, used::toString);
        used.remove(recipe.folder().replaceFirst(".*/src/test/java/", "").replace('/', '.'));
        used.removeAll(exported());
        assertEquals(Set.of(), used);
    }

    @ParameterizedTest
    @FieldSource("RECIPES")
    void theExampleIsHeldToItsContract(Recipe recipe) {
        String test = read(ROOT.resolve(recipe.folder()).resolve(recipe.test() + ".java"));
        assertTrue(test.contains(" extends " + recipe.contract() + " {"), recipe.contract());
    }

    @ParameterizedTest
    @FieldSource("RECIPES")
    void theRecipeNamesItsExample(Recipe recipe) {
        String text = read(ROOT.resolve("CONTRIBUTING.md"));
        int start = text.indexOf("**" + recipe.title() + "**");
        assertTrue(start >= 0, recipe.title());
        String paragraph = text.substring(start, text.indexOf("\n\n", start));
        recipe.types().forEach(type -> assertTrue(paragraph.contains("`" + type + "`"), type));
    }

    @Test
    void commentsImportsAndBlanksAreNotCounted() {
        assertEquals(4, lines("""
                /* A header. */
                package a;

                import b.C;

                /**
                 * A type.
                 */
                class A {
                    // A reason.
                    int b; // another
                }
                """));
    }

    private static long lines(String source) {
        return COMMENT.matcher(source)
                .replaceAll("")
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith("import "))
                .count();
    }

    private static Set<String> exported() throws IOException {
        Set<String> exported = new TreeSet<>();
        for (String room : List.of("transports", "protocols", "endpoints")) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(room), 6)) {
                String modules = files.filter(file -> file.endsWith("src/main/java/module-info.java"))
                        .map(RecipesTest::read)
                        .collect(Collectors.joining("\n"));
                EXPORT.matcher(modules).results().forEach(found -> exported.add(found.group(1)));
            }
        }
        return exported;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException failure) {
            throw new AssertionError(file.toString(), failure);
        }
    }
}
