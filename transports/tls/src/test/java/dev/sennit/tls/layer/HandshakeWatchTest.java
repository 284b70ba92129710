package dev.sennit.tls.layer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sennit.tls.TlsLimits;
import dev.sennit.transport.error.TlsFailedException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class HandshakeWatchTest {
    /** The head of a record, and the beginning of a ClientHello in it. */
    private static final byte[] CLIENT_HELLO = HexFormat.of().parseHex("16030100f0010000ec0303");

    private static final byte[] SERVER_HELLO = HexFormat.of().parseHex("160303007a0200007603");

    @Test
    void refusesAClientHelloThatComesToAClientHoweverItIsSplit() {
        for (int first = 0; first < CLIENT_HELLO.length; first++) {
            int size = first + 1;
            TlsFailedException failed =
                    assertThrows(TlsFailedException.class, () -> admit(Side.CLIENT, CLIENT_HELLO, size));
            assertEquals(TlsFailedException.Kind.NOT_TLS, failed.kind(), "pieces of " + size);
        }
    }

    @Test
    void admitsWhatEachSideIsToReceive() {
        for (int size = 1; size <= SERVER_HELLO.length; size++) {
            assertEquals(SERVER_HELLO.length, admit(Side.CLIENT, SERVER_HELLO, size));
        }
        for (int size = 1; size <= CLIENT_HELLO.length; size++) {
            assertEquals(CLIENT_HELLO.length, admit(Side.SERVER, CLIENT_HELLO, size));
        }
    }

    @Test
    void looksAtTheFirstMessageAlone() {
        byte[] many = new byte[64];
        System.arraycopy(SERVER_HELLO, 0, many, 0, SERVER_HELLO.length);
        for (int i = SERVER_HELLO.length; i < many.length; i++) {
            many[i] = 1;
        }
        for (int size = 1; size <= many.length; size++) {
            assertEquals(many.length, admit(Side.CLIENT, many, size));
        }
    }

    /** Lets the bytes come in pieces; returns how many were admitted. */
    private static int admit(Side side, byte[] bytes, int size) {
        HandshakeWatch watch = new HandshakeWatch(TlsLimits.DEFAULT, side);
        int admitted = 0;
        for (int at = 0; at < bytes.length; at += size) {
            admitted += watch.admit(ByteBuffer.wrap(bytes, at, Math.min(size, bytes.length - at)));
        }
        return admitted;
    }
}
