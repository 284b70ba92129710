package dev.sennit.tls.layer;

import dev.sennit.transport.bytes.ByteQueue;
import dev.sennit.transport.bytes.Bytes;
import dev.sennit.transport.contract.Probe;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * A client of the platform's own, by hand: it can do what a well-behaved one never would, such as asking for new keys without
 * end. Given what its probe hears, it answers by the probe.
 */
final class JssePeer {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final SSLEngine engine;
    private final ByteQueue plain = new ByteQueue();
    private ByteBuffer unread = NOTHING;
    private @Nullable SSLException failure;

    JssePeer(String version) {
        try {
            KeyStore anchors = KeyStore.getInstance(KeyStore.getDefaultType());
            anchors.load(null, null);
            anchors.setCertificateEntry("test", TestCerts.AUTHORITY.root());
            TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
            trust.init(anchors);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            engine = context.createSSLEngine(TestCerts.NAME, 443);
            engine.setUseClientMode(true);
            engine.setEnabledProtocols(new String[] {version});
        } catch (GeneralSecurityException | java.io.IOException impossible) {
            throw new AssertionError(impossible);
        }
    }

    /** Begins a handshake: the first; in TLS 1.2 a renegotiation, in 1.3 an update of the keys. */
    void shakeHands(Probe probe) {
        try {
            engine.beginHandshake();
        } catch (SSLException refused) {
            throw new AssertionError(refused);
        }
        send(probe, NOTHING);
    }

    /** Whether a handshake is done. */
    boolean isOpen() {
        return engine.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING
                && !engine.getSession().getProtocol().equals("NONE");
    }

    /** What broke it, if something did. */
    @Nullable
    SSLException failure() {
        return failure;
    }

    /** What came, in clear. */
    String heard() {
        return Bytes.copyOf(plain.asReadOnlyBuffer()).toUtf8();
    }

    /** How many bytes came. */
    int heardBytes() {
        return plain.length();
    }

    /** Sends these bytes encrypted, or if there are none what the handshake has to say. */
    void send(Probe probe, ByteBuffer data) {
        boolean more = true;
        while (more) {
            runTasks();
            ByteBuffer record = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
            Status status = wrap(data, record).getStatus();
            boolean moved = record.flip().hasRemaining();
            if (moved) {
                probe.write(Bytes.copyOf(record));
            }
            more = moved && status == Status.OK && (data.hasRemaining() || mustWrap());
        }
    }

    /** Takes what came from the peer. */
    void receive(Probe probe, Bytes came) {
        unread = ByteBuffer.wrap(Bytes.copyOf(unread).plus(came).toByteArray());
        boolean more = true;
        while (more) {
            runTasks();
            ByteBuffer data = ByteBuffer.allocate(engine.getSession().getApplicationBufferSize());
            SSLEngineResult result = unwrap(data);
            plain.add(data.flip());
            runTasks();
            if (mustWrap()) {
                send(probe, NOTHING);
            }
            more = result.getStatus() == Status.OK && (result.bytesConsumed() > 0);
        }
    }

    private boolean mustWrap() {
        runTasks();
        return engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP;
    }

    private void runTasks() {
        while (engine.getHandshakeStatus() == HandshakeStatus.NEED_TASK) {
            engine.getDelegatedTask().run();
        }
    }

    private SSLEngineResult wrap(ByteBuffer from, ByteBuffer to) {
        try {
            return engine.wrap(from, to);
        } catch (SSLException broken) {
            throw new AssertionError(broken);
        }
    }

    private SSLEngineResult unwrap(ByteBuffer to) {
        try {
            return engine.unwrap(unread, to);
        } catch (SSLException told) {
            // An alert of the peer's, perhaps: what the test is after.
            failure = told;
            return new SSLEngineResult(Status.CLOSED, HandshakeStatus.NOT_HANDSHAKING, 0, 0);
        }
    }
}
