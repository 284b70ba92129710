package dev.sennit.tls.layer;

import dev.sennit.transport.bytes.ByteQueue;
import dev.sennit.transport.bytes.Bytes;
import dev.sennit.transport.contract.Probe;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Hashtable;
import java.util.Vector;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.DefaultTlsClient;
import org.bouncycastle.tls.NamedGroup;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.TlsAuthentication;
import org.bouncycastle.tls.TlsClientProtocol;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsExtensionsUtils;
import org.bouncycastle.tls.TlsServerCertificate;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;
import org.jspecify.annotations.Nullable;

/**
 * A client of TLS 1.3 by BouncyCastle, by hand: it can send early data, as a client does that holds a ticket of another server,
 * and go on after the server's close_notify. Given what its probe hears, it answers by the probe.
 */
final class BouncyPeer {
    private final Machine protocol = new Machine();
    private final ByteQueue plain = new ByteQueue();
    private final boolean offers;
    private final boolean needsRetry;
    private @Nullable IOException failure;

    /**
     * Makes one.
     *
     * @param offers whether its hello says that early data follows
     * @param needsRetry whether its first hello has no key share, so that the server asks for another
     */
    BouncyPeer(boolean offers, boolean needsRetry) {
        this.offers = offers;
        this.needsRetry = needsRetry;
    }

    /** Sends the hello, and behind it these records. */
    void begin(Probe probe, Bytes early) {
        try {
            protocol.connect(new Client());
        } catch (IOException impossible) {
            throw new AssertionError(impossible);
        }
        send(probe);
        probe.write(early);
    }

    /** Takes what came from the server. */
    void receive(Probe probe, Bytes came) {
        try {
            protocol.offerInput(came.toByteArray());
        } catch (IOException found) {
            failure = found;
        }
        byte[] read = new byte[protocol.getAvailableInputBytes()];
        protocol.readInput(read, 0, read.length);
        plain.add(ByteBuffer.wrap(read));
        send(probe);
    }

    /** Sends text, encrypted. */
    void say(Probe probe, String text) {
        try {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            protocol.writeApplicationData(bytes, 0, bytes.length);
        } catch (IOException impossible) {
            throw new AssertionError(impossible);
        }
        send(probe);
    }

    /** Uses new keys, and asks the server for its own. */
    void updateKeys(Probe probe) {
        try {
            protocol.updateKeys();
        } catch (IOException impossible) {
            throw new AssertionError(impossible);
        }
        send(probe);
    }

    /** Whether its handshake is done. */
    boolean isOpen() {
        return protocol.isConnected();
    }

    /** What the server said, in clear. */
    String heard() {
        return Bytes.copyOf(plain.asReadOnlyBuffer()).toUtf8();
    }

    /** Why the server ended it, if it did. */
    String failure() {
        return String.valueOf(failure);
    }

    private void send(Probe probe) {
        byte[] out = new byte[protocol.getAvailableOutputBytes()];
        protocol.readOutput(out, 0, out.length);
        probe.write(Bytes.copyOf(out));
    }

    private static final class Machine extends TlsClientProtocol {
        void updateKeys() throws IOException {
            send13KeyUpdate(true);
        }

        /** The base class would end both directions. */
        @Override
        protected void handleAlertWarningMessage(short alert) throws IOException {
            if (alert != AlertDescription.close_notify) {
                super.handleAlertWarningMessage(alert);
            }
        }
    }

    private final class Client extends DefaultTlsClient {
        Client() {
            super(new BcTlsCrypto(new SecureRandom()));
        }

        @Override
        protected ProtocolVersion[] getSupportedVersions() {
            return ProtocolVersion.TLSv13.only();
        }

        @Override
        @SuppressWarnings("rawtypes") // as it is declared
        protected Vector<Integer> getSupportedGroups(Vector roles) {
            Vector<Integer> groups = new Vector<>();
            groups.add(NamedGroup.secp256r1);
            return groups;
        }

        @Override
        public Vector<Integer> getEarlyKeyShareGroups() {
            return needsRetry ? new Vector<>() : getSupportedGroups(new Vector<>());
        }

        @Override
        @SuppressWarnings({"unchecked", "rawtypes"}) // as it is declared
        public Hashtable getClientExtensions() throws IOException {
            Hashtable extensions = super.getClientExtensions();
            if (offers) {
                TlsExtensionsUtils.addEarlyDataIndication(extensions);
            }
            return extensions;
        }

        @Override
        public TlsAuthentication getAuthentication() {
            return new TlsAuthentication() {
                @Override
                public void notifyServerCertificate(TlsServerCertificate shown) {}

                @Override
                public @Nullable TlsCredentials getClientCredentials(CertificateRequest request) {
                    return null;
                }
            };
        }
    }
}
