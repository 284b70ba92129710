package dev.sennit.tls.bc;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.KeyUpdateRequest;
import org.bouncycastle.tls.TlsServerProtocol;

/** The server's side of the protocol. The class for the other side is alike, but BouncyCastle gives it another base class. */
final class BouncyServerProtocol extends TlsServerProtocol implements BouncyProtocol {
    private final BouncyServer peer;
    private final BouncyInspector inspector;
    private final Events events;
    private boolean outputEnded;

    BouncyServerProtocol(BouncyServer peer, BouncyInspector inspector, Events events) {
        this.peer = peer;
        this.inspector = inspector;
        this.events = events;
    }

    @Override
    public void begin() throws IOException {
        accept(peer);
    }

    @Override
    public void processInner(short type, byte[] buffer, int offset, int length) throws IOException {
        processRecord(type, buffer, offset, length);
    }

    @Override
    public void receivedApplicationData() throws IOException {
        inspector.receivedApplicationData();
    }

    @Override
    protected void processRecord(short type, byte[] buffer, int offset, int length) throws IOException {
        inspector.received(type, buffer, offset, length, super::processRecord);
    }

    @Override
    protected void writeRecord(short type, byte[] buffer, int offset, int length) throws IOException {
        inspector.sent(type, buffer, offset, length);
        super.writeRecord(type, buffer, offset, length);
    }

    @Override
    protected void completeHandshake() throws IOException {
        super.completeHandshake();
        inspector.opened();
    }

    @Override
    public void shrinkOutput() {
        outputBuffer.getBuffer().shrink();
    }

    @Override
    public void sendCloseNotify() throws IOException {
        raiseAlertWarning(AlertDescription.close_notify, null);
        outputEnded = true;
    }

    @Override
    public void updateKey() throws IOException {
        send13KeyUpdate(false);
    }

    @Override
    public void fail(short alert, String message, Throwable cause) throws IOException {
        handleException(alert, message, cause);
    }

    /** A server always does. */
    @Override
    public boolean hasShownCertificate() {
        return true;
    }

    @Override
    public void forget() {
        inspector.discard();
        cleanupHandshake();
    }

    @Override
    protected void handleAlertMessage(short level, short description) throws IOException {
        super.handleAlertMessage(inspector.level(level, description), (short) (description & 0xFF));
    }

    /** Ends the peer's direction only: the base class would end both (RFC 8446, section 6.1). */
    @Override
    protected void handleAlertWarningMessage(short alert) throws IOException {
        if (alert == AlertDescription.close_notify) {
            events.closeNotifyReceived();
        }
        if (alert != AlertDescription.close_notify || !isConnected()) {
            super.handleAlertWarningMessage(alert);
        }
    }

    /** Answers at once, unless close_notify was sent: the base class would wait for a write that goes past it. */
    @Override
    protected void receive13KeyUpdate(ByteArrayInputStream message) throws IOException {
        byte[] body = message.readAllBytes();
        super.receive13KeyUpdate(new ByteArrayInputStream(body));
        events.keyUpdated();
        if (body[0] == KeyUpdateRequest.update_requested && !outputEnded) {
            send13KeyUpdate(false);
        }
    }
}
