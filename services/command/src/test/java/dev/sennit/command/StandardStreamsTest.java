package dev.sennit.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sennit.command.ConnectCommand.StandardStreams;
import dev.sennit.testing.RecordingTransport;
import dev.sennit.transport.bytes.Bytes;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What waits to be written out is bounded: a connection is not read from while the output is behind. */
final class StandardStreamsTest {
    private static final int PIECE_BYTES = 16 * 1024;

    private final GatedInput silent = new GatedInput("");
    private final RecordingTransport<StandardStreams> wire = RecordingTransport.with(
            transport -> new StandardStreams(transport, silent, new StandardStreams.Ends(false, Optional.empty())));

    @AfterEach
    void endInput() {
        silent.open();
    }

    @Test
    void stopsReadingWhileTheOutputIsBehindAndGoesOnWhenItHasCaughtUp() throws Exception {
        Bytes all = Bytes.of(new byte[StandardStreams.HIGH_BYTES]);
        wire.receiveInPieces(PIECE_BYTES, all);
        assertFalse(wire.isReadingPaused());
        wire.receive("x");
        assertTrue(wire.isReadingPaused());

        // Writes on this thread, which is the connection's loop too, and ends the connection with the last byte.
        int[] written = {0};
        wire.protocol().copyToEnd(new OutputStream() {
            @Override
            public void write(int one) {
                throw new AssertionError("one byte at a time");
            }

            @Override
            public void write(byte[] bytes) {
                written[0] += bytes.length;
                if (written[0] == StandardStreams.HIGH_BYTES + 1) {
                    assertFalse(wire.isReadingPaused());
                    wire.reset();
                }
            }
        });
        assertEquals(StandardStreams.HIGH_BYTES + 1, written[0]);
    }

    @Test
    void abortsTheConnectionWhenTheOutputCannotBeWritten() {
        wire.receive("for nobody");
        IOException failure =
                assertThrows(IOException.class, () -> wire.protocol().copyToEnd(new OutputStream() {
                    @Override
                    public void write(int one) throws IOException {
                        throw new IOException("Broken pipe");
                    }
                }));
        assertEquals("cannot write standard output: Broken pipe", failure.getMessage());
        assertTrue(wire.isAborted());
    }
}
