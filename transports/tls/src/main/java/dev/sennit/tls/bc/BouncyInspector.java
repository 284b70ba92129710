package dev.sennit.tls.bc;

import dev.sennit.tls.engine.Alerts;
import dev.sennit.tls.handshake.HandshakeInspector;
import dev.sennit.transport.error.TlsFailedException;
import java.io.IOException;
import org.bouncycastle.tls.AlertLevel;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsFatalAlertReceived;

/** The inspector of one connection, in the terms of BouncyCastle's protocol: its verdicts are that protocol's exceptions. */
final class BouncyInspector {
    private final HandshakeInspector inspector;

    BouncyInspector(HandshakeInspector inspector) {
        this.inspector = inspector;
    }

    /** Takes the plaintext of a record before the protocol does. */
    void received(short type, byte[] bytes, int offset, int length, Protocol protocol) throws IOException {
        try {
            inspector.received(
                    type,
                    bytes,
                    offset,
                    length,
                    (kind, from, at, count) -> protocol.processRecord((short) kind, from, at, count));
        } catch (TlsFailedException refused) {
            throw alert(refused);
        } catch (TlsFatalAlert | TlsFatalAlertReceived known) {
            throw known;
        } catch (IOException undecodable) {
            throw undecodable(undecodable);
        }
    }

    /**
     * What the protocol's decoders throw: they read arrays, so nothing else in the protocol throws an {@code IOException} of
     * another type.
     */
    static TlsFatalAlert undecodable(Exception cause) {
        return new TlsFatalAlert(
                (short) Alerts.DECODE_ERROR, "a handshake message of the peer cannot be decoded", cause);
    }

    /** The peer sent application data. */
    void receivedApplicationData() throws IOException {
        try {
            inspector.receivedApplicationData();
        } catch (TlsFailedException refused) {
            throw alert(refused);
        }
    }

    /** Follows what this side sends. */
    void sent(short type, byte[] bytes, int offset, int length) {
        inspector.sent(type, bytes, offset, length);
    }

    /** The level at which an alert is to be taken. */
    short level(short level, short description) throws IOException {
        try {
            return inspector.isError(level & 0xFF, description & 0xFF) ? AlertLevel.fatal : AlertLevel.warning;
        } catch (TlsFailedException refused) {
            throw alert(refused);
        }
    }

    /** The handshake is done. */
    void opened() {
        inspector.opened();
    }

    /** Forgets everything that it holds. */
    void discard() {
        inspector.discard();
    }

    private static TlsFatalAlert alert(TlsFailedException refused) {
        return new TlsFatalAlert((short) refused.alert().orElse(Alerts.INTERNAL_ERROR), refused);
    }

    /** Where inspected contents go. */
    @FunctionalInterface
    interface Protocol {
        /** Takes a whole handshake message, or the contents of a record of another type. */
        void processRecord(short type, byte[] bytes, int offset, int length) throws IOException;
    }
}
