package dev.sennit.readme;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sennit.small.Echo;
import dev.sennit.testing.RecordingTransport;
import dev.sennit.transport.bytes.Bytes;

/** The README's test of one side. */
final class TestedByHand {
    private TestedByHand() {}

    static void run() {
        var wire = RecordingTransport.with(Echo::new);
        wire.receive("hello");
        assertEquals(Bytes.ascii("hello"), wire.written());
    }
}
