package dev.sennit.integration.unix;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sennit.integration.support.BackgroundProgram;
import dev.sennit.integration.support.TestReactor;
import dev.sennit.peers.NeedsPeer;
import dev.sennit.peers.Peer;
import dev.sennit.peers.Peers;
import dev.sennit.small.Echo;
import dev.sennit.transport.ListenOptions;
import dev.sennit.transport.Protocol;
import dev.sennit.transport.ProtocolFactory;
import dev.sennit.transport.Transport;
import dev.sennit.transport.bytes.ByteQueue;
import dev.sennit.transport.bytes.Bytes;
import dev.sennit.transport.deferred.Deferred;
import dev.sennit.transport.unix.Descriptor;
import dev.sennit.transport.unix.FileDescriptors;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Twisted passes an open file and a listening socket along a Unix connection to us, and we to Twisted. */
@NeedsPeer("twisted")
@EnabledOnOs(OS.LINUX)
class DescriptorPeersIT {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @RegisterExtension
    final TestReactor ours = new TestReactor();

    private final Deferred.Source<Descriptors> received = new Deferred.Source<>();

    /** What came: the file, and the socket. */
    private record Descriptors(Descriptor file, Descriptor socket) {}

    /** Takes two descriptors with a byte each. */
    private final class Taker implements Protocol {
        private final Transport transport;
        private final ByteQueue bytes = new ByteQueue();
        private final List<Descriptor> taken = new ArrayList<>();

        Taker(Transport transport) {
            this.transport = transport;
        }

        @Override
        public void connectionMade() {
            passing(transport);
        }

        @Override
        public void dataReceived(ByteBuffer data) {
            bytes.add(data);
            taken.addAll(passing(transport).take());
            if (bytes.length() == 2) {
                assertEquals(Bytes.ascii("fs"), bytes.takeAll());
                received.succeed(new Descriptors(taken.get(0), taken.get(1)));
            }
        }
    }

    private static FileDescriptors passing(Transport transport) {
        return transport.feature(FileDescriptors.class).orElseThrow();
    }

    @Test
    void weReadTheFileAndServeTheSocketThatTwistedSendsAlongAPath(Peers peers, Peer twisted) throws Exception {
        weServeWhatTwistedSends(peers.folder().resolve("x.sock").toString(), peers, twisted);
    }

    @Test
    void weReadTheFileAndServeTheSocketThatTwistedSendsAlongAnAbstractName(Peers peers, Peer twisted) throws Exception {
        weServeWhatTwistedSends("@" + peers.abstractName(), peers, twisted);
    }

    private void weServeWhatTwistedSends(String place, Peers peers, Peer twisted) throws Exception {
        BackgroundProgram sending = sending(place, peers, twisted);
        Descriptors descriptors = received.deferred().await(LIMIT);
        assertEquals("hello", Files.readString(descriptors.file().path()));
        descriptors.file().close();
        var unused = ours.reactor()
                .listen(descriptors.socket().address(), ListenOptions.DEFAULT, Echo::new)
                .await(LIMIT);
        descriptors.socket().close();
        assertEquals(List.of("answer over"), sending.lines());
    }

    @Test
    void twistedServesAndReadsWhatAnotherTwistedSentAndWePassOn(Peers peers, Peer twisted) throws Exception {
        Path path = peers.folder().resolve("x.sock");
        BackgroundProgram sending = sending(path.toString(), peers, twisted);
        Descriptors descriptors = received.deferred().await(LIMIT);
        Path second = peers.folder().resolve("y.sock");
        listen(second.toString(), transport -> new Giver(transport, descriptors));
        BackgroundProgram receiving = BackgroundProgram.start(twisted, "twisted_pass.py", "receive", second.toString());
        assertEquals(List.of("answer OVER"), sending.lines());
        assertEquals(List.of("file hello", "answered"), receiving.lines());
    }

    /** Has Twisted send a file and a socket to a server of ours, which takes them. */
    private BackgroundProgram sending(String place, Peers peers, Peer twisted) throws Exception {
        Path file = Files.writeString(peers.folder().resolve("file"), "hello");
        listen(place, Taker::new);
        return BackgroundProgram.start(twisted, "twisted_pass.py", "send", place, file.toString());
    }

    private void listen(String place, ProtocolFactory<?> factory) throws InterruptedException {
        String mode = place.startsWith("@") ? "" : ":mode=666";
        var unused = ours.server("unix:" + place + mode).listen(factory).await(LIMIT);
    }

    /** Gives away what it has, in two portions. */
    private record Giver(Transport transport, Descriptors descriptors) implements Protocol {
        @Override
        public void connectionMade() {
            give("f", descriptors.file());
            give("s", descriptors.socket());
        }

        private void give(String letter, Descriptor descriptor) {
            var unused = passing(transport).send(Bytes.ascii(letter).asReadOnlyBuffer(), List.of(descriptor));
            descriptor.close();
        }

        @Override
        public void dataReceived(ByteBuffer data) {}
    }
}
