package dev.sennit.transport.nio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sennit.transport.Address;
import dev.sennit.transport.ListenOptions;
import dev.sennit.transport.Listener;
import dev.sennit.transport.ProtocolFactory;
import dev.sennit.transport.Refusal;
import dev.sennit.transport.TcpAddress;
import dev.sennit.transport.UnixAddress;
import dev.sennit.transport.deferred.Deferred;
import dev.sennit.transport.error.ListenFailedException;
import dev.sennit.transport.nio.socket.ListeningSockets;
import dev.sennit.transport.nio.socket.Sockets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Of several modules that open an address one does, whatever their order on the path. */
class ProvidedSocketsTest {
    private static final UnixAddress PATH = UnixAddress.of(java.nio.file.Path.of("x"));
    private static final UnixAddress NAME = new UnixAddress("@x");

    private final List<String> asked = new ArrayList<>();
    private final Sockets jdk = JdkSockets.INSTANCE;

    private class Fake extends TestSockets {
        private final String name;

        /** Its name says what it is: an upper-case letter is usable, B and b stand back, X and x open nothing. */
        Fake(String name) {
            this.name = name;
        }

        @Override
        public boolean opens(Address address) {
            return !name.equalsIgnoreCase("x");
        }

        @Override
        public boolean isUsable() {
            asked.add(name);
            return Character.isUpperCase(name.charAt(0));
        }

        @Override
        public boolean isFallback() {
            return name.equalsIgnoreCase("b");
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private String chosen(String found, Address address, boolean datagrams) {
        List<Sockets> all = Stream.of(found.split(" ", -1))
                .filter(name -> !name.isEmpty())
                .<Sockets>map(Fake::new)
                .toList();
        Sockets chosen = new ProvidedSockets(all).choose(jdk, address, datagrams);
        return chosen == jdk ? "jdk" : chosen.toString();
    }

    @ParameterizedTest(name = "of {0}: {1}, datagrams {2}, name {3}")
    @CsvSource({
        "'',    jdk, jdk, jdk",
        "A,     A,   A,   A",
        "B,     B,   B,   B",
        "X,     jdk, jdk, jdk",
        "A B,   A,   A,   A",
        "B A,   A,   A,   A",
        "a B,   B,   B,   B",
        "B a,   B,   B,   B",
        "a b,   jdk, a,   a",
        "b a,   jdk, a,   a",
        "X b,   jdk, b,   b",
        "x a C, C,   C,   C"
    })
    void theFirstThatIsUsableOpensAFallbackLastOfAll(String found, String path, String datagrams, String name) {
        assertEquals(
                List.of(path, datagrams, name),
                List.of(chosen(found, PATH, false), chosen(found, PATH, true), chosen(found, NAME, false)));
    }

    @Test
    void aFallbackIsNotAskedWhereItIsNotWanted() {
        assertEquals("A", chosen("B A", PATH, false));
        assertEquals(List.of("A"), asked);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void chosenSocketsOpenWhatTheyKnowWhateverTheyLackAndTheJdkTheRest(boolean provided) throws Exception {
        Fake chosen = new Fake("a") {
            @Override
            public boolean opens(Address address) {
                return !(address instanceof TcpAddress);
            }

            @Override
            public ListeningSockets listen(Address address, ListenOptions options, int loops) {
                throw new ListenFailedException("here", ListenFailedException.Kind.UNSUPPORTED, "it was asked", null);
            }
        };
        NioSettings settings =
                NioSettings.DEFAULT.withLoops(1).withProvidedSockets(provided).withSockets(chosen);
        ProtocolFactory<?> factory = transport -> new Refusal("not asked for");
        try (NioReactor reactor = new NioReactor(settings)) {
            Deferred<Listener> asked = reactor.listen(PATH, ListenOptions.DEFAULT, factory);
            ListenFailedException failure =
                    assertThrows(ListenFailedException.class, () -> asked.await(Duration.ofSeconds(60)));
            assertEquals("cannot listen on here: it was asked", failure.getMessage());
            reactor.listen(TcpAddress.loopback(0), ListenOptions.DEFAULT, factory)
                    .await(Duration.ofSeconds(60));
        }
    }
}
