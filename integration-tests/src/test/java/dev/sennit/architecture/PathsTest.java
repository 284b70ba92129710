package dev.sennit.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sennit.certs.CertificateAuthority;
import dev.sennit.certs.CertificateDirectory;
import dev.sennit.certs.CertificateSpec;
import dev.sennit.certs.IssuedCertificate;
import dev.sennit.endpoint.EndpointContext;
import dev.sennit.tls.TlsClientConfig;
import dev.sennit.tls.TlsServerConfig;
import dev.sennit.tls.layer.TlsContext;
import dev.sennit.transport.ConnectOptions;
import dev.sennit.transport.Layer;
import dev.sennit.transport.ListenOptions;
import dev.sennit.transport.Listener;
import dev.sennit.transport.Protocol;
import dev.sennit.transport.ProtocolFactory;
import dev.sennit.transport.TcpAddress;
import dev.sennit.transport.Transport;
import dev.sennit.transport.bytes.Bytes;
import dev.sennit.transport.deferred.Deferred;
import dev.sennit.transport.error.ListenFailedException;
import dev.sennit.transport.nio.NioReactor;
import dev.sennit.x509.key.CertifiedKey;
import dev.sennit.x509.trust.Trust;
import java.io.IOException;
import java.net.BindException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The paths that {@code docs/architecture.md} draws are as short as it says: frames of our own between the loop's poll and the
 * protocol, and classes of our own between an endpoint string and {@code bind(2)}.
 */
@Timeout(60)
class PathsTest {
    private static final Bytes MESSAGE = Bytes.copyOf("hello".getBytes(StandardCharsets.US_ASCII));
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final NioReactor reactor = new NioReactor();

    @AfterEach
    void shutDown() {
        reactor.close();
    }

    @Test
    void aByteTakesAtMostSixFramesFromThePollToTheProtocol() throws InterruptedException {
        assertAtMost(6, framesToTheProtocol(UnaryOperator.identity(), UnaryOperator.identity()));
    }

    @Test
    void aByteTakesAtMostEightFramesThroughOneLayer() throws InterruptedException {
        assertAtMost(8, framesToTheProtocol(factory -> factory.through(PassThrough::new), UnaryOperator.identity()));
    }

    @Test
    void aTlsRecordTakesAtMostTwelveFrames() throws InterruptedException {
        CertificateAuthority authority = CertificateAuthority.create();
        IssuedCertificate issued = authority.issue(CertificateSpec.server("site.test"));
        Supplier<Layer> server = TlsContext.server(TlsServerConfig.of(CertifiedKey.of(issued.key(), issued.chain())));
        Supplier<Layer> client =
                TlsContext.client(TlsClientConfig.of("site.test").withTrust(Trust.of(authority.root())));

        assertAtMost(12, framesToTheProtocol(factory -> factory.through(server), factory -> factory.through(client)));
    }

    /** The classes of a Deferred's callbacks do not count: they stand between any two steps. */
    @Test
    void anEndpointStringTakesAtMostTwelveClassesToBind(@TempDir Path directory)
            throws InterruptedException, IOException {
        CertificateDirectory.of(directory)
                .write("site", CertificateAuthority.create().issue(CertificateSpec.server("site.test")));
        try (NioReactor other = new NioReactor()) {
            Listener occupied = other.listen(TcpAddress.loopback(0), ListenOptions.DEFAULT, Sink::new)
                    .await(LIMIT);
            String text = "tls:" + ((TcpAddress) occupied.address()).port() + ":interface=127.0.0.1:cert="
                    + directory.resolve("site.pem") + ":key=" + directory.resolve("site.key");

            ListenFailedException failure = assertThrows(ListenFailedException.class, () -> EndpointContext.on(reactor)
                    .server(text)
                    .listen(Sink::new)
                    .await(LIMIT));

            List<String> classes = Stream.of(bindException(failure).getStackTrace())
                    .map(StackTraceElement::getClassName)
                    .filter(name -> isOurs(name) && !name.startsWith(Deferred.class.getPackageName() + "."))
                    .map(name -> name.replaceAll("\\$.*", ""))
                    .distinct()
                    .toList();
            assertTrue(classes.size() <= 12, () -> classes.size() + " classes: " + classes);
        }
    }

    private static BindException bindException(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .filter(BindException.class::isInstance)
                .map(BindException.class::cast)
                .findFirst()
                .orElseThrow();
    }

    private List<String> framesToTheProtocol(
            UnaryOperator<ProtocolFactory<Protocol>> server, UnaryOperator<ProtocolFactory<Protocol>> client)
            throws InterruptedException {
        Deferred.Source<List<String>> frames = new Deferred.Source<>();
        ProtocolFactory<Protocol> watched = transport -> data -> frames.succeed(framesAboveThePoll());
        Listener listener = reactor.listen(TcpAddress.loopback(0), ListenOptions.DEFAULT, server.apply(watched))
                .await(LIMIT);
        reactor.connect(listener.address(), ConnectOptions.DEFAULT, client.apply(Talker::new))
                .await(LIMIT);
        return frames.deferred().await(LIMIT);
    }

    /** Returns our frames that the poll has called, without the protocol's own. */
    private static List<String> framesAboveThePoll() {
        List<StackWalker.StackFrame> stack = StackWalker.getInstance().walk(Stream::toList);
        return stack.stream()
                .takeWhile(frame -> !(frame.getClassName().endsWith(".NioLoop")
                        && frame.getMethodName().equals("poll")))
                .filter(frame -> isOurs(frame.getClassName()))
                .map(frame -> frame.getClassName().replaceAll(".*\\.", "") + "." + frame.getMethodName())
                .collect(Collectors.toList());
    }

    private static boolean isOurs(String className) {
        return className.startsWith("dev.sennit.") && !className.startsWith(PathsTest.class.getName());
    }

    private static void assertAtMost(int most, List<String> frames) {
        assertTrue(frames.size() <= most, () -> frames.size() + " frames: " + frames);
        assertEquals("NioLoop.serve", frames.get(frames.size() - 1));
    }

    private static final class PassThrough extends Layer {}

    private record Sink(Transport transport) implements Protocol {
        @Override
        public void dataReceived(ByteBuffer data) {}
    }

    private record Talker(Transport transport) implements Protocol {
        @Override
        public void connectionMade() {
            transport.write(MESSAGE);
        }

        @Override
        public void dataReceived(ByteBuffer data) {}
    }
}
