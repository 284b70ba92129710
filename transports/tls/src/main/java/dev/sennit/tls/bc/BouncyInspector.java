package dev.sennit.tls.bc;

import dev.sennit.tls.engine.Alerts;
import dev.sennit.tls.handshake.HandshakeInspector;
import dev.sennit.tls.handshake.HandshakeInspector.Receiver;
import dev.sennit.transport.error.TlsFailedException;
import java.io.IOException;
import org.bouncycastle.tls.AlertLevel;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsFatalAlertReceived;

/** The inspector of one connection for BouncyCastle's protocol: its failures are that protocol's exceptions. */
final class BouncyInspector {
    private final HandshakeInspector inspector;

    BouncyInspector(HandshakeInspector inspector) {
        this.inspector = inspector;
    }

    /** Receives the plaintext of a record, and hands it on to the protocol. */
    void received(short type, byte[] bytes, int offset, int length, Receiver protocol) throws IOException {
        try {
            inspector.received(type, bytes, offset, length, protocol);
        } catch (TlsFailedException refused) {
            throw alert(refused);
        } catch (TlsFatalAlert | TlsFatalAlertReceived known) {
            throw known;
        } catch (IOException undecodable) {
            throw undecodable(undecodable);
        }
    }

    /**
     * Returns the exception for a failure of the protocol's decoders. They read arrays, so no other part of the protocol throws an
     * {@code IOException} of another type.
     */
    static TlsFatalAlert undecodable(Exception cause) {
        return new TlsFatalAlert(Alerts.DECODE_ERROR, "a handshake message of the peer cannot be decoded", cause);
    }

    /** Notes application data of the peer. */
    void receivedApplicationData() throws IOException {
        try {
            inspector.receivedApplicationData();
        } catch (TlsFailedException refused) {
            throw alert(refused);
        }
    }

    /** Notes what this side sends. */
    void sent(short type, byte[] bytes, int offset, int length) {
        inspector.sent(type, bytes, offset, length);
    }

    /** Returns the level that an alert has by the rules of the version. */
    short level(short level, short description) throws IOException {
        try {
            return inspector.isError(level & 0xFF, description & 0xFF) ? AlertLevel.fatal : AlertLevel.warning;
        } catch (TlsFailedException refused) {
            throw alert(refused);
        }
    }

    /** Notes the end of the handshake. */
    void opened() {
        inspector.opened();
    }

    /** Forgets everything. */
    void discard() {
        inspector.discard();
    }

    private static TlsFatalAlert alert(TlsFailedException refused) {
        return new TlsFatalAlert((short) refused.alert().orElse(Alerts.INTERNAL_ERROR), refused);
    }
}
