package dev.sennit.tls.handshake;

import dev.sennit.tls.ClientAuthentication;
import dev.sennit.tls.TlsClientConfig;
import dev.sennit.tls.TlsLimits;
import dev.sennit.tls.TlsServerConfig;
import dev.sennit.tls.TlsSettings;
import dev.sennit.tls.TlsVersion;
import dev.sennit.tls.engine.Alerts;
import dev.sennit.tls.engine.ContentType;
import dev.sennit.tls.handshake.MessageAssembler.Message;
import dev.sennit.transport.error.TlsFailedException;
import java.io.IOException;
import java.util.HashSet;
import java.util.OptionalInt;
import java.util.Set;
import org.bouncycastle.tls.ExtensionType;
import org.jspecify.annotations.Nullable;

/**
 * Checks the peer's messages before a TLS library sees them: bytes in, whole messages or a failure out, without input or output.
 * For one connection and one thread at a time.
 *
 * <p>It is given the plaintext of each record, in both directions. It enforces the rules that the libraries leave out or enforce
 * in another way:
 *
 * <ul>
 *   <li>Messages have the lengths that {@link TlsLimits} allows, judged by their headers.
 *   <li>A handshake message that precedes a change of keys ends its record, and no other record interrupts a handshake
 *       message (RFC 8446, section 5.1).
 *   <li>An alert is whole and alone in its record (section 5.1); in TLS 1.3 its description says whether it is an error, not
 *       its level (section 6).
 *   <li>Extensions are answers to requests (section 4.2), compression is null (sections 4.1.2 and 4.1.3), the mandatory
 *       extensions are there (section 9.2), and a second ClientHello keeps what it must (section 4.1.2).
 * </ul>
 *
 * <p>A failure is a {@link TlsFailedException} with the alert to send.
 */
public final class HandshakeInspector {
    private static final int ALERT_BYTES = 2;
    private static final int WARNING = 1;
    private static final int FATAL = 2;

    private final PeerRules rules;
    private final boolean onlyTls13;
    private final MessageAssembler incoming = new MessageAssembler();
    /** Null once the handshake is done. */
    private @Nullable MessageAssembler outgoing = new MessageAssembler();

    private HandshakeInspector(PeerRules rules, boolean onlyTls13) {
        this.rules = rules;
        this.onlyTls13 = onlyTls13;
    }

    /** Returns an inspector of the messages to this server. */
    public static HandshakeInspector of(TlsServerConfig server) {
        TlsSettings settings = server.settings();
        return new HandshakeInspector(
                new ClientRules(
                        settings.limits(),
                        settings.speaks(TlsVersion.TLS_1_3),
                        server.clientAuthentication() != ClientAuthentication.NONE),
                !settings.speaks(TlsVersion.TLS_1_2));
    }

    /** Returns an inspector of the messages to this client. */
    public static HandshakeInspector of(TlsClientConfig client) {
        TlsSettings settings = client.settings();
        return new HandshakeInspector(new ServerRules(settings.limits()), !settings.speaks(TlsVersion.TLS_1_2));
    }

    /**
     * Receives the plaintext of a record of the peer, other than application data, and hands it on: whole handshake messages one by
     * one, and other contents as they are.
     *
     * @throws TlsFailedException if the peer breaks a rule
     * @throws IOException if the receiver throws it
     */
    public void received(short type, byte[] bytes, int offset, int length, Receiver receiver) throws IOException {
        switch (type) {
            case ContentType.HANDSHAKE -> handshake(bytes, offset, length, receiver);
            case ContentType.ALERT -> {
                checkAlert(bytes, offset, length);
                receiver.accept(type, bytes, offset, length);
            }
            case ContentType.CHANGE_CIPHER_SPEC -> {
                requireNoMessage("change_cipher_spec");
                receiver.accept(type, bytes, offset, length);
            }
            default -> receiver.accept(type, bytes, offset, length);
        }
    }

    /**
     * Notes application data of the peer.
     *
     * @throws TlsFailedException if it stands in the middle of a handshake message
     */
    public void receivedApplicationData() {
        if (incoming.isInMessage()) {
            requireNoMessage("application data");
        }
    }

    /** Notes the plaintext of a record that this side sends. */
    public void sent(int type, byte[] bytes, int offset, int length) {
        MessageAssembler following = outgoing;
        if (type != ContentType.HANDSHAKE || following == null) {
            return;
        }
        following.add(bytes, offset, length);
        for (Message message = following.next(); message != null; message = following.next()) {
            rules.sent(message);
        }
        following.rest();
    }

    /**
     * Returns whether an alert is an error, which ends the connection at once.
     *
     * @throws TlsFailedException if its level is none of TLS 1.2, where the level decides
     */
    public boolean isError(int level, int description) {
        if (rules.isTls13() || (onlyTls13 && !rules.isVersionKnown())) {
            return description != Alerts.CLOSE_NOTIFY && description != Alerts.USER_CANCELED;
        }
        if (level != WARNING && level != FATAL) {
            throw Alerts.illegalParameter(
                    "the level of an alert is " + level + "; 1 and 2 are allowed (RFC 5246, 7.2)");
        }
        return level == FATAL;
    }

    /** Returns whether change_cipher_spec begins encryption, as it does in TLS 1.2; in 1.3 it has no meaning (appendix D.4). */
    public boolean isEncryptedByChangeCipherSpec() {
        return rules.isVersionKnown() && !rules.isTls13();
    }

    /** Returns whether a HelloRetryRequest was sent, in either direction, and no ServerHello yet. */
    public boolean isRetryRequested() {
        return rules.isRetryRequested();
    }

    /** Returns the number of the cipher suite that the server has chosen; empty before its ServerHello. */
    public OptionalInt cipherSuite() {
        return rules.cipherSuite();
    }

    /** Notes the end of the handshake. */
    public void opened() {
        outgoing = null;
        rules.opened();
    }

    /** Forgets everything. */
    public void discard() {
        incoming.discard();
        opened();
    }

    private void handshake(byte[] bytes, int offset, int length, Receiver receiver) throws IOException {
        incoming.add(bytes, offset, length);
        try {
            for (Message message = next(); message != null; message = next()) {
                if (outgoing != null) {
                    rules.received(message);
                }
                requireAligned(message.type());
                receiver.accept(ContentType.HANDSHAKE, message.bytes(), message.offset(), message.length());
            }
        } finally {
            incoming.rest();
        }
    }

    /** The next whole message, or null; a header is judged as soon as it is there. */
    private @Nullable Message next() {
        int type = incoming.nextType();
        if (type < 0) {
            return null;
        }
        if (!rules.types().contains(type)) {
            throw Alerts.violation(Alerts.UNEXPECTED_MESSAGE, "the peer may not send " + HandshakeType.name(type));
        }
        PeerRules.Limit limit = rules.limit(type);
        if (incoming.nextLength() > limit.bytes()) {
            throw Alerts.overLimit("the peer sent " + HandshakeType.name(type) + " of " + incoming.nextLength()
                    + " bytes; the limit is " + limit.bytes() + " (" + limit.name() + ")");
        }
        return incoming.next();
    }

    /**
     * Keys change after these messages (RFC 8446, section 5.1). No message follows a ClientHello of an older version either,
     * since the client waits for the answer.
     */
    private void requireAligned(int type) {
        boolean beforeNewKeys =
                switch (type) {
                    case HandshakeType.CLIENT_HELLO -> true;
                    case HandshakeType.SERVER_HELLO, HandshakeType.FINISHED, HandshakeType.KEY_UPDATE ->
                        rules.isTls13();
                    default -> false;
                };
        if (beforeNewKeys && incoming.isInMessage()) {
            throw Alerts.violation(
                    Alerts.UNEXPECTED_MESSAGE,
                    HandshakeType.name(type) + " does not end its record, and keys change after it (RFC 8446, 5.1)");
        }
    }

    private void checkAlert(byte[] bytes, int offset, int length) {
        if (length != ALERT_BYTES) {
            throw Alerts.violation(
                    Alerts.DECODE_ERROR,
                    "a record of alerts has " + length + " bytes; an alert of 2 must be alone in it (RFC 8446, 5.1)");
        }
        if (!isError(bytes[offset] & 0xFF, bytes[offset + 1] & 0xFF)) {
            requireNoMessage("an alert");
        }
    }

    private void requireNoMessage(String what) {
        if (incoming.isInMessage()) {
            throw Alerts.violation(
                    Alerts.UNEXPECTED_MESSAGE, what + " stands in the middle of a handshake message (RFC 8446, 5.1)");
        }
    }

    /** Receives inspected contents. The array is valid during the call. */
    @FunctionalInterface
    public interface Receiver {
        /**
         * Receives a whole handshake message, or the contents of a record of another type.
         *
         * @throws IOException if it finds a fault
         */
        void accept(short type, byte[] bytes, int offset, int length) throws IOException;
    }

    /** What a client demands of a server's messages. */
    private static final class ServerRules extends PeerRules {
        /** TLS_EMPTY_RENEGOTIATION_INFO_SCSV asks for renegotiation_info (RFC 5746, section 3.3). */
        private static final int RENEGOTIATION_SCSV = 0x00FF;

        private Set<Integer> requested = Set.of();
        private boolean offersRenegotiationInfo;

        ServerRules(TlsLimits limits) {
            super(limits);
        }

        @Override
        Set<Integer> types() {
            boolean asksForStatus = requested.contains(ExtensionType.status_request)
                    || requested.contains(ExtensionType.status_request_v2);
            return asksForStatus && !isTls13() ? HandshakeType.OF_STAPLING_SERVER : HandshakeType.OF_SERVER;
        }

        @Override
        void received(Message message) {
            switch (message.type()) {
                case HandshakeType.SERVER_HELLO -> hello(Hello.ofServer(message.fields()));
                case HandshakeType.ENCRYPTED_EXTENSIONS -> encryptedExtensions(message.fields());
                case HandshakeType.CERTIFICATE_REQUEST -> certificateRequest(message.fields());
                case HandshakeType.CERTIFICATE -> certificate(message.fields(), requested);
                default -> {}
            }
        }

        @Override
        void sent(Message message) {
            if (message.type() == HandshakeType.CLIENT_HELLO) {
                Hello hello = Hello.ofClient(message.fields());
                requested = Set.copyOf(hello.extensions().types());
                offersRenegotiationInfo = hello.suites().contains(RENEGOTIATION_SCSV);
            }
        }

        @Override
        void opened() {
            requested = Set.of();
        }

        private void hello(Hello hello) {
            if (hello.compressionMethods()[0] != 0) {
                throw Alerts.illegalParameter(
                        "the server has chosen the compression method " + hello.compressionMethods()[0]);
            }
            Extensions extensions = hello.extensions();
            boolean tls13 = hello.selectedVersion() == Hello.TLS_1_3;
            Set<Integer> allowed = new HashSet<>(requested);
            if (hello.isRetryRequest()) {
                allowed.add(ExtensionType.cookie);
            } else if (!tls13 && offersRenegotiationInfo) {
                allowed.add(ExtensionType.renegotiation_info);
            }
            extensions.requireRequested(allowed);
            if (hello.isRetryRequest()) {
                requireChange(extensions);
            } else if (tls13) {
                extensions.require(ExtensionType.key_share, "4.2.8");
            }
            agreedOn(hello);
        }

        /** RFC 8446, section 4.1.4. */
        private static void requireChange(Extensions extensions) {
            if (!extensions.has(ExtensionType.key_share) && !extensions.has(ExtensionType.cookie)) {
                throw Alerts.illegalParameter("HelloRetryRequest asks for no change of ClientHello (RFC 8446, 4.1.4)");
            }
        }

        private void encryptedExtensions(FieldReader fields) {
            if (isTls13()) {
                Extensions.read("EncryptedExtensions", fields).requireRequested(requested);
                fields.end();
            }
        }

        private void certificateRequest(FieldReader fields) {
            if (isTls13()) {
                fields.vector8(0);
                Extensions.read("CertificateRequest", fields).require(ExtensionType.signature_algorithms, "4.3.2");
                fields.end();
            }
        }
    }
}
