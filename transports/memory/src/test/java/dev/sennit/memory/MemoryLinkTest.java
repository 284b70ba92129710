package dev.sennit.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sennit.transport.CloseReason;
import dev.sennit.transport.Protocol;
import dev.sennit.transport.Transport;
import dev.sennit.transport.bytes.ByteQueue;
import dev.sennit.transport.bytes.Bytes;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two protocols face to face hear what they would over any transport, in pieces of any size. */
class MemoryLinkTest {
    record Echo(Transport transport) implements Protocol {
        @Override
        public void dataReceived(ByteBuffer data) {
            transport.write(data);
        }
    }

    static final class Asker implements Protocol {
        final Transport transport;
        final ByteQueue got = new ByteQueue();
        final List<ByteBuffer> kept = new ArrayList<>();

        @Nullable
        CloseReason lost;

        Asker(Transport transport) {
            this.transport = transport;
        }

        @Override
        public void connectionMade() {
            transport.write(Bytes.utf8("hello"));
        }

        @Override
        public void dataReceived(ByteBuffer data) {
            kept.add(data);
            got.add(data.duplicate());
        }

        @Override
        public void connectionLost(CloseReason reason) {
            lost = reason;
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, Integer.MAX_VALUE})
    void carriesBytesInPiecesOfTheSizeAskedFor(int size) {
        var link = MemoryLink.join(Asker::new, Echo::new, LinkRules.DEFAULT.withPieces(size));
        link.run();
        assertEquals(Bytes.utf8("hello"), link.client().got.takeAll());
        assertEquals(Math.min(size, 5), link.client().kept.get(0).remaining());
        link.close();
        assertInstanceOf(CloseReason.Clean.class, link.client().lost);
    }

    @Test
    void spoilsABufferThatAProtocolKept() {
        var link = MemoryLink.join(Asker::new, Echo::new);
        link.run();
        ByteBuffer kept = link.client().kept.get(0);
        assertTrue(kept.isReadOnly());
        assertEquals(Bytes.hex("dddddddddd"), Bytes.copyOf(kept));
    }

    @Test
    void aDroppedLinkTellsNobodyAndAHealedOneGoesOn() {
        var link = MemoryLink.join(Asker::new, Echo::new);
        link.drop();
        link.run();
        assertTrue(link.client().got.isEmpty());
        link.heal();
        link.run();
        assertEquals(
                Bytes.utf8("hello"), link.client().got.takeAll(), link.network().log());
    }
}
