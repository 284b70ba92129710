package dev.sennit.tls.layer;

import dev.sennit.tls.TlsLimits;
import dev.sennit.tls.engine.Alerts;
import dev.sennit.tls.engine.ContentType;
import dev.sennit.transport.error.TlsFailedException;
import dev.sennit.transport.error.TlsFailedException.Kind;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.OptionalInt;

/**
 * Watches over what comes before a handshake is done: that it is TLS at all, and no more than is allowed.
 *
 * <pre>
 *   0       1       2       3       4       5
 *   | type  |  version 3.x  |    length     |      the header of each record (RFC 8446, section 5.1)
 * </pre>
 */
final class HandshakeWatch {
    private static final int MAJOR_VERSION = 3;
    private static final int SHOWN_BYTES = 8;

    /** The place of the message's type: behind the head of the first record (RFC 8446, section 5.1). */
    private static final int MESSAGE_TYPE = 5;

    private static final int CLIENT_HELLO = 1;

    /** Handshakes without client certificates take less: they are not counted, which costs memory for each connection. */
    private static final int LARGE_BYTES = 8 * 1024;
    /** The memory of an engine in its handshake beside the peer's bytes; 5 to 7 KiB were measured for BouncyCastle. */
    private static final int ENGINE_BYTES = 8 * 1024;

    private final TlsLimits limits;
    private final Side side;
    private int received;
    private int sent;
    /** The first byte of all, which is looked at again should a later one be wrong. */
    private byte first;

    HandshakeWatch(TlsLimits limits, Side side) {
        this.limits = limits;
        this.side = side;
    }

    /**
     * Counts bytes that came, and answers how many of them the engine may be given.
     *
     * @throws TlsFailedException if they are no TLS
     */
    int admit(ByteBuffer data) {
        requireTls(data);
        requireServer(data);
        int admitted = Math.min(data.remaining(), limits.handshakeBytes() - received);
        received += admitted;
        return admitted;
    }

    /** Returns what a large handshake holds: the bytes that the peer has sent, and the engine; 0 for other handshakes. */
    int largeHandshakeBytes() {
        return received > LARGE_BYTES ? received + ENGINE_BYTES : 0;
    }

    /** Counts bytes that went. */
    void sent(int bytes) {
        sent += bytes;
    }

    /** The peer sent more than is allowed, and was told so with this alert, if with any. */
    TlsFailedException overLimit(OptionalInt alert) {
        return new TlsFailedException(
                Kind.LIMIT,
                "the handshake was not done after " + limits.handshakeBytes()
                        + " bytes of the peer, which is the limit (handshakeBytes)",
                alert,
                null);
    }

    TlsFailedException late() {
        return late("the peer: " + howFar());
    }

    /** The time is over while a step of ours runs on the workers, or waits for one of them. */
    TlsFailedException lateByUs(int heldBytes) {
        return late("us: our certificate check or signature has not ended on the workers, " + heldBytes
                + " bytes of the peer wait for it");
    }

    private TlsFailedException late(String by) {
        return Alerts.failure(
                Kind.TIMED_OUT,
                "the handshake was not done within " + limits.handshakeTimeout().toMillis()
                        + " ms (handshakeTimeout) by " + by);
    }

    TlsFailedException ended() {
        return Alerts.failure(
                Kind.TRUNCATED, "the peer ended the connection before the handshake was done: " + howFar());
    }

    /** A fault of the engine in the handshake, which should never be. */
    static TlsFailedException bug(Throwable bug) {
        return bug("the TLS engine failed in the handshake", bug);
    }

    /** A fault of the engine that should never be. */
    static TlsFailedException bug(String what, Throwable bug) {
        return new TlsFailedException(Kind.INTERNAL, what + ": " + bug, OptionalInt.empty(), bug);
    }

    private String howFar() {
        String came = received == 0 ? "nothing" : received + " bytes";
        return came + " had come from it, " + sent + " bytes had gone to it";
    }

    private void requireTls(ByteBuffer data) {
        int at = data.position();
        if (received == 0) {
            first = data.get(at);
            if (first != ContentType.HANDSHAKE && first != ContentType.ALERT) {
                throw notTls(data, false);
            }
            at++;
        }
        if (received <= 1 && at < data.limit() && data.get(at) != MAJOR_VERSION) {
            throw notTls(data, received == 1);
        }
    }

    /** A client that receives a ClientHello has a peer that echoes, or that is a client too. */
    private void requireServer(ByteBuffer data) {
        int at = data.position() + MESSAGE_TYPE - received;
        if (side == Side.CLIENT
                && first == ContentType.HANDSHAKE
                && received <= MESSAGE_TYPE
                && at < data.limit()
                && data.get(at) == CLIENT_HELLO) {
            throw Alerts.failure(
                    Kind.NOT_TLS,
                    "the peer speaks no TLS: a ClientHello came back from it, as from a server that echoes what it receives");
        }
    }

    private TlsFailedException notTls(ByteBuffer data, boolean firstIsGone) {
        byte[] shown = new byte[Math.min(SHOWN_BYTES, data.remaining() + (firstIsGone ? 1 : 0))];
        shown[0] = first;
        int known = firstIsGone ? 1 : 0;
        data.get(data.position(), shown, known, shown.length - known);
        return Alerts.failure(Kind.NOT_TLS, "the peer speaks no TLS: it began with " + shown(shown));
    }

    /** As text if it is text, else in hexadecimal. */
    private static String shown(byte[] bytes) {
        StringBuilder text = new StringBuilder("'");
        for (byte value : bytes) {
            char character = (char) (value & 0xff);
            if (character == '\r' || character == '\n') {
                text.append(character == '\r' ? "\\r" : "\\n");
            } else if (character >= ' ' && character <= '~') {
                text.append(character);
            } else {
                return HexFormat.ofDelimiter(" ").formatHex(bytes);
            }
        }
        return text.append('\'').toString();
    }
}
