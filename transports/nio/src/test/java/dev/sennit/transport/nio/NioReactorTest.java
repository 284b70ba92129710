package dev.sennit.transport.nio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.sennit.transport.CloseReason;
import dev.sennit.transport.ConnectOptions;
import dev.sennit.transport.Layer;
import dev.sennit.transport.ListenOptions;
import dev.sennit.transport.Listener;
import dev.sennit.transport.Protocol;
import dev.sennit.transport.ProtocolFactory;
import dev.sennit.transport.TcpAddress;
import dev.sennit.transport.Transport;
import dev.sennit.transport.bytes.ByteQueue;
import dev.sennit.transport.bytes.Bytes;
import dev.sennit.transport.deferred.Deferred;
import dev.sennit.transport.error.ListenFailedException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NioReactorTest {
    record Echo(Transport transport) implements Protocol {
        @Override
        public void dataReceived(ByteBuffer data) {
            transport.write(data);
        }
    }

    static final class Asker implements Protocol {
        final Transport transport;
        final ByteQueue got = new ByteQueue();
        final Deferred.Source<CloseReason> lost = new Deferred.Source<>();

        Asker(Transport transport) {
            this.transport = transport;
        }

        @Override
        public void connectionMade() {
            transport.write(Bytes.utf8("hello"));
            transport.endOutput();
        }

        @Override
        public void dataReceived(ByteBuffer data) {
            got.add(data);
        }

        @Override
        public void connectionLost(CloseReason reason) {
            lost.succeed(reason);
        }
    }

    @Test
    void aListenerAtAllAddressesIsInTheWayOfOneAtASingleOne() throws InterruptedException {
        try (NioReactor reactor = new NioReactor(NioSettings.DEFAULT)) {
            Listener single = reactor.listen(TcpAddress.loopback(0), ListenOptions.DEFAULT, Echo::new)
                    .await(Duration.ofSeconds(60));
            int port = ((TcpAddress) single.address()).port();
            assertEquals(ListenFailedException.Kind.IN_USE, refused(reactor, TcpAddress.any(port)));
            single.close().await(Duration.ofSeconds(60));
            reactor.listen(TcpAddress.any(port), ListenOptions.DEFAULT, Echo::new)
                    .await(Duration.ofSeconds(60));
            assertEquals(ListenFailedException.Kind.IN_USE, refused(reactor, TcpAddress.loopback(port)));
        }
    }

    private static ListenFailedException.Kind refused(NioReactor reactor, TcpAddress address) {
        Deferred<Listener> listening = reactor.listen(address, ListenOptions.DEFAULT, Echo::new);
        return assertThrows(ListenFailedException.class, () -> listening.await(Duration.ofSeconds(60)))
                .kind();
    }

    @Test
    void echoesOverLoopback() throws InterruptedException {
        try (NioReactor reactor = new NioReactor(NioSettings.DEFAULT)) {
            Listener listener = reactor.listen(TcpAddress.loopback(0), ListenOptions.DEFAULT, Echo::new)
                    .await(Duration.ofSeconds(60));
            Asker asker = reactor.connect(listener.address(), ConnectOptions.DEFAULT, Asker::new)
                    .await(Duration.ofSeconds(60));
            CloseReason reason = asker.lost.deferred().await(Duration.ofSeconds(60));
            assertEquals(Bytes.utf8("hello"), asker.got.takeAll());
            assertEquals("Clean", reason.getClass().getSimpleName(), reason.toString());
        }
    }

    @Test
    void callsFromOutsideGoNowhereAfterTheReactorEnded() throws InterruptedException {
        NioReactor reactor = new NioReactor();
        Listener listener = reactor.listen(TcpAddress.loopback(0), ListenOptions.DEFAULT, Echo::new)
                .await(Duration.ofSeconds(60));
        Asker asker = reactor.connect(listener.address(), ConnectOptions.DEFAULT, Asker::new)
                .await(Duration.ofSeconds(60));
        reactor.close();

        ByteBuffer late = ByteBuffer.wrap(new byte[10]);
        asker.transport.write(late);
        assertFalse(late.hasRemaining());
        asker.transport.pauseReading();
        asker.transport.close();
        asker.transport.abort();
        assertTrue(asker.lost.deferred().isDone());
    }

    @Test
    void aLayerThatThrowsAtOnceEndsItsConnection() throws InterruptedException {
        IllegalStateException fault = new IllegalStateException("expected in the log of this test");
        try (NioReactor reactor = new NioReactor()) {
            Listener listener = reactor.listen(TcpAddress.loopback(0), ListenOptions.DEFAULT, Echo::new)
                    .await(Duration.ofSeconds(60));
            ProtocolFactory<Asker> faulty = Asker::new;
            var connecting =
                    reactor.connect(listener.address(), ConnectOptions.DEFAULT, faulty.through(() -> new Layer() {
                        @Override
                        public void connectionMade() {
                            throw fault;
                        }
                    }));
            assertSame(
                    fault, assertThrows(IllegalStateException.class, () -> connecting.await(Duration.ofSeconds(60))));
        }
    }

    /** Answers the first bytes with a file, and the file's answer with more, and ends. */
    record FileThenMore(Transport transport, FileChannel file, Bytes more) implements Protocol {
        @Override
        public void dataReceived(ByteBuffer data) {
            transport.sendFile(file, 0, Long.MAX_VALUE).thenAccept(sent -> {
                transport.write(more);
                transport.close();
            });
        }
    }

    @Test
    void whatAFilesAnswerWritesIsSentWhole() throws Exception {
        Bytes more = Bytes.of(new byte[8 << 20]);
        Path path = Files.createTempFile("sent", ".bin");
        Files.write(path, new byte[1000]);
        try (NioReactor reactor = new NioReactor();
                FileChannel file = FileChannel.open(path)) {
            Listener listener = reactor.listen(
                            TcpAddress.loopback(0), ListenOptions.DEFAULT, end -> new FileThenMore(end, file, more))
                    .await(Duration.ofSeconds(60));
            Asker asker = reactor.connect(listener.address(), ConnectOptions.DEFAULT, Asker::new)
                    .await(Duration.ofSeconds(60));
            asker.lost.deferred().await(Duration.ofSeconds(60));
            assertEquals(1000 + more.length(), asker.got.length());
        } finally {
            Files.delete(path);
        }
    }

    @Test
    void pausingAndResumingInTheFactoryLeavesReadingOn() throws InterruptedException {
        try (NioReactor reactor = new NioReactor()) {
            Listener listener = reactor.listen(TcpAddress.loopback(0), ListenOptions.DEFAULT, end -> {
                        end.pauseReading();
                        end.resumeReading();
                        return new Echo(end);
                    })
                    .await(Duration.ofSeconds(60));
            Asker asker = reactor.connect(listener.address(), ConnectOptions.DEFAULT, Asker::new)
                    .await(Duration.ofSeconds(60));
            asker.lost.deferred().await(Duration.ofSeconds(60));
            assertEquals(Bytes.utf8("hello"), asker.got.takeAll());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "foo.localhost", "Foo.LOCALHOST."})
    void namesUnderLocalhostAreAnsweredAtOnce(String name) throws InterruptedException {
        try (NioReactor reactor = new NioReactor()) {
            Deferred<List<InetAddress>> resolving = reactor.resolve(name, asked -> fail("the system is asked"));
            assertTrue(resolving.isDone());
            assertEquals(
                    List.of("127.0.0.1", "0:0:0:0:0:0:0:1"),
                    resolving.await(Duration.ofSeconds(10)).stream()
                            .map(InetAddress::getHostAddress)
                            .toList());
        }
    }
}
