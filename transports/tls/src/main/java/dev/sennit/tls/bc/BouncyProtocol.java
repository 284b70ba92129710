package dev.sennit.tls.bc;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Hashtable;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.KeyShareEntry;
import org.bouncycastle.tls.KeyUpdateRequest;
import org.bouncycastle.tls.ServerHello;
import org.bouncycastle.tls.TlsClientProtocol;
import org.bouncycastle.tls.TlsExtensionsUtils;
import org.bouncycastle.tls.TlsServerProtocol;
import org.jspecify.annotations.Nullable;

/**
 * BouncyCastle's protocol of one side, with the inner methods that the engine needs: records that the engine has decrypted itself
 * are given to {@link #processRecord}, and each direction ends by itself.
 */
interface BouncyProtocol {
    /** Begins the handshake. */
    void begin() throws IOException;

    /** Takes one whole record. */
    void offerInput(byte[] record, int offset, int length) throws IOException;

    /** Takes what a record held that is not application data. */
    void processRecord(short type, byte[] buffer, int offset, int length) throws IOException;

    /** Bytes that wait to be sent. */
    int getAvailableOutputBytes();

    /** Takes bytes that wait to be sent. */
    int readOutput(byte[] to, int offset, int length);

    /** Gives back the room that sent bytes took. */
    void shrinkOutput();

    /** How many bytes of data fit into one record: 2^14, or what the client has asked for (RFC 6066, section 4). */
    int getApplicationDataLimit();

    /** Sends close_notify; nothing else ends. */
    void sendCloseNotify() throws IOException;

    /** Sends a key update, and uses the next key from then on (RFC 8446, section 4.6.3). */
    void updateKey() throws IOException;

    /** Sends a fatal alert for a fault that was found outside. */
    void fail(short alert, String message, Throwable cause) throws IOException;

    /** Whether the peer has seen a certificate of ours, now or when the session began. */
    boolean hasShownCertificate();

    /** Wipes what secrets it still holds. */
    void forget();

    /** The client's side of the protocol. The class for the other side is alike, but BouncyCastle gives it another base class. */
    static final class ClientSide extends TlsClientProtocol implements BouncyProtocol {
        private final BouncyClient peer;
        private final BouncyInspector inspector;
        private final BouncyEngine engine;
        /** What a HelloRetryRequest leaves alone, until the second ClientHello is sent. */
        private @Nullable Hashtable<?, ?> keptAgreements;

        private byte @Nullable [] keptShares;

        ClientSide(BouncyClient peer, BouncyEngine engine) {
            this.peer = peer;
            this.inspector = engine.inspector();
            this.engine = engine;
        }

        @Override
        public void begin() throws IOException {
            connect(peer);
        }

        @Override
        public void processRecord(short type, byte[] buffer, int offset, int length) throws IOException {
            inspector.received(type, buffer, offset, length, super::processRecord);
        }

        @Override
        protected void writeRecord(short type, byte[] buffer, int offset, int length) throws IOException {
            inspector.sent(type, buffer, offset, length);
            super.writeRecord(type, buffer, offset, length);
        }

        /**
         * Takes a HelloRetryRequest without key_share (RFC 8446, section 4.1.4), which the base class does not: it is given a
         * group to make a share of, and the shares that stay as they were are put back in {@link #sendClientHelloMessage}.
         */
        @Override
        @SuppressWarnings("JdkObsolete") // as it is declared
        protected void process13HelloRetryRequest(ServerHello request) throws IOException {
            Hashtable<?, ?> agreements = clientAgreements; // null where TLS 1.3 is not offered
            if (request.getExtensions() == null
                    || request.getExtensions().containsKey(TlsExtensionsUtils.EXT_key_share)
                    || agreements == null
                    || agreements.isEmpty()) {
                super.process13HelloRetryRequest(request);
                return;
            }
            keptAgreements = agreements;
            keptShares = (byte[]) clientHello.getExtensions().get(TlsExtensionsUtils.EXT_key_share);
            clientAgreements = new Hashtable<>();
            int anyGroup = (Integer) agreements.keys().nextElement();
            TlsExtensionsUtils.addKeyShareHelloRetryRequest(request.getExtensions(), anyGroup);
            super.process13HelloRetryRequest(request);
        }

        @Override
        @SuppressWarnings("unchecked") // as it is declared
        protected void sendClientHelloMessage() throws IOException {
            if (keptShares != null) {
                clientHello.getExtensions().put(TlsExtensionsUtils.EXT_key_share, keptShares);
                clientAgreements = keptAgreements;
                keptShares = null;
                keptAgreements = null;
            }
            super.sendClientHelloMessage();
        }

        @Override
        protected void receive13CertificateRequest(ByteArrayInputStream message, boolean afterHandshake)
                throws IOException {
            try {
                super.receive13CertificateRequest(message, afterHandshake);
            } catch (RuntimeException undecodable) {
                throw BouncyInspector.undecodable(undecodable);
            }
        }

        @Override
        protected void receiveCertificateRequest(ByteArrayInputStream message) throws IOException {
            try {
                super.receiveCertificateRequest(message);
            } catch (RuntimeException undecodable) {
                throw BouncyInspector.undecodable(undecodable);
            }
        }

        /** Judges the application protocol of a resumed session of TLS 1.2 too; in TLS 1.3 none is there yet. */
        @Override
        protected void processServerHello(ServerHello hello) throws IOException {
            super.processServerHello(hello);
            peer.requireOfferedProtocol();
        }

        /** Notes the group of the server's share: the base class does not after a HelloRetryRequest. */
        @Override
        protected void process13ServerHello(ServerHello hello, boolean afterRetryRequest) throws IOException {
            super.process13ServerHello(hello, afterRetryRequest);
            KeyShareEntry share = TlsExtensionsUtils.getKeyShareServerHello(hello.getExtensions());
            if (share != null) {
                engine.crypto().agreeOnGroup(share.getNamedGroup());
            }
        }

        @Override
        public void shrinkOutput() {
            outputBuffer.getBuffer().shrink();
        }

        @Override
        public void sendCloseNotify() throws IOException {
            raiseAlertWarning(AlertDescription.close_notify, null);
        }

        @Override
        public void updateKey() throws IOException {
            send13KeyUpdate(false);
        }

        @Override
        public void fail(short alert, String message, Throwable cause) throws IOException {
            handleException(alert, message, cause);
        }

        @Override
        public boolean hasShownCertificate() {
            return peer.hasShownCertificate();
        }

        @Override
        public void forget() {
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
                engine.closeNotifyReceived();
            }
            if (alert != AlertDescription.close_notify || !isConnected()) {
                super.handleAlertWarningMessage(alert);
            }
        }

        @Override
        protected void receive13KeyUpdate(ByteArrayInputStream message) throws IOException {
            byte[] body = message.readAllBytes();
            super.receive13KeyUpdate(new ByteArrayInputStream(body));
            engine.keyUpdated(body[0] == KeyUpdateRequest.update_requested);
        }
    }

    /** The server's side of the protocol. The class for the other side is alike, but BouncyCastle gives it another base class. */
    static final class ServerSide extends TlsServerProtocol implements BouncyProtocol {
        private final BouncyServer peer;
        private final BouncyInspector inspector;
        private final BouncyEngine engine;

        ServerSide(BouncyServer peer, BouncyEngine engine) {
            this.peer = peer;
            this.inspector = engine.inspector();
            this.engine = engine;
        }

        @Override
        public void begin() throws IOException {
            accept(peer);
        }

        @Override
        public void processRecord(short type, byte[] buffer, int offset, int length) throws IOException {
            inspector.received(type, buffer, offset, length, super::processRecord);
        }

        @Override
        protected void writeRecord(short type, byte[] buffer, int offset, int length) throws IOException {
            inspector.sent(type, buffer, offset, length);
            super.writeRecord(type, buffer, offset, length);
        }

        @Override
        public void shrinkOutput() {
            outputBuffer.getBuffer().shrink();
        }

        @Override
        public void sendCloseNotify() throws IOException {
            raiseAlertWarning(AlertDescription.close_notify, null);
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
                engine.closeNotifyReceived();
            }
            if (alert != AlertDescription.close_notify || !isConnected()) {
                super.handleAlertWarningMessage(alert);
            }
        }

        @Override
        protected void receive13KeyUpdate(ByteArrayInputStream message) throws IOException {
            byte[] body = message.readAllBytes();
            super.receive13KeyUpdate(new ByteArrayInputStream(body));
            engine.keyUpdated(body[0] == KeyUpdateRequest.update_requested);
        }
    }
}
