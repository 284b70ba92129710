package dev.sennit.x509.pem;

import static dev.sennit.x509.pem.PemFileTest.path;
import static dev.sennit.x509.pem.PemFileTest.text;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whatever happens to a file, reading it gives a result or a {@link PemException}, and nothing else. */
class DamagedFileTest {
    private static final long SEED = 20260117;
    private static final int ROUNDS = 40;

    private final Random random = new Random(SEED);

    @Test
    void onlyPemExceptionEscapesWhenBytesOfTheContentChange() throws IOException {
        for (String name : files()) {
            String text = text(name);
            for (int round = 0; round < ROUNDS; round++) {
                readAll(name + ", seed " + SEED + ", round " + round, damageBody(text));
            }
        }
    }

    @Test
    void onlyPemExceptionEscapesWhenTheTextChanges() throws IOException {
        for (String name : files()) {
            for (int round = 0; round < ROUNDS; round++) {
                StringBuilder text = new StringBuilder(text(name));
                for (int change = 0; change < 4; change++) {
                    text.setCharAt(random.nextInt(text.length()), (char) random.nextInt(128));
                }
                text.setLength(random.nextInt(text.length()));
                readAll(name + ", seed " + SEED + ", round " + round, text.toString());
            }
        }
    }

    @Test
    void onlyPemExceptionEscapesWhenBytesOfAStoreChange() throws IOException {
        for (Path store : stores()) {
            for (int round = 0; round < ROUNDS; round++) {
                byte[] content = Files.readAllBytes(store);
                for (int change = 0; change <= random.nextInt(3); change++) {
                    content[random.nextInt(content.length)] = (byte) random.nextInt();
                }
                int length = round % 4 == 0 ? random.nextInt(content.length) : content.length;
                byte[] damaged = Arrays.copyOf(content, length);
                attempt(store + ", seed " + SEED + ", round " + round, () -> {
                    Pkcs12Store.unpack("f", damaged, "opensesame".toCharArray());
                });
            }
        }
    }

    private static List<Path> stores() throws IOException {
        try (Stream<Path> all = Files.list(Pkcs12StoreTest.storePath("openssl").resolveSibling(""))) {
            return all.filter(file -> file.toString().endsWith(".p12")).sorted().toList();
        }
    }

    private static List<String> files() throws IOException {
        try (Stream<Path> all = Files.list(path("leaf.pem").resolveSibling(""))) {
            // 10,000,001 iterations may become fewer, and then they are run.
            return all.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".pem") && !name.contains("iterations"))
                    .sorted()
                    .toList();
        }
    }

    private String damageBody(String text) {
        int begin = text.indexOf("\n\n") > 0 ? text.indexOf("\n\n") : text.indexOf('\n', text.indexOf("-----BEGIN"));
        int end = text.indexOf("-----END");
        byte[] der = Base64.getMimeDecoder().decode(text.substring(begin, end));
        for (int change = 0; change <= random.nextInt(3); change++) {
            der[random.nextInt(Math.min(der.length, 120))] = (byte) random.nextInt();
        }
        return text.substring(0, begin) + "\n" + Base64.getMimeEncoder().encodeToString(der) + "\n"
                + text.substring(end);
    }

    private static void readAll(String name, String text) {
        attempt(name, () -> PemFile.of("f", text).privateKey("opensesame".toCharArray()));
        attempt(name, () -> PemFile.of("f", text).certificates());
        attempt(name, () -> RevocationFile.of("f", text.getBytes(StandardCharsets.ISO_8859_1)));
    }

    private static void attempt(String name, Runnable reading) {
        try {
            reading.run();
        } catch (PemException expected) {
            // That is the contract.
        } catch (RuntimeException e) {
            throw new AssertionError(name + "", e);
        }
    }
}
