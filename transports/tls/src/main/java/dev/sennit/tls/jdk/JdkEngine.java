package dev.sennit.tls.jdk;

import dev.sennit.tls.CipherSuite;
import dev.sennit.tls.ClientAuthentication;
import dev.sennit.tls.TlsLimits;
import dev.sennit.tls.TlsSession;
import dev.sennit.tls.TlsVersion;
import dev.sennit.tls.engine.Alerts;
import dev.sennit.tls.engine.ContentType;
import dev.sennit.tls.engine.KeyUpdateLimit;
import dev.sennit.tls.engine.NegotiatedSession;
import dev.sennit.tls.engine.RecordAssembler;
import dev.sennit.tls.engine.Scratch;
import dev.sennit.tls.engine.TlsEngine;
import dev.sennit.tls.handshake.HandshakeInspector;
import dev.sennit.transport.error.TlsFailedException;
import dev.sennit.transport.error.TlsFailedException.Kind;
import java.nio.ByteBuffer;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * One connection's {@code SSLEngine}, given one whole record at a time. What it delegates runs at once, on the
 * thread that calls.
 *
 * <p>Traps, for whoever changes this: an exception of {@code wrap} or {@code unwrap} often has an alert behind it, which only
 * the next {@code wrap} gives out. {@code FINISHED} is told once, in the result of the call that was the last. In TLS 1.2
 * the arrival of close_notify ends our side too; in 1.3 it does not.
 */
final class JdkEngine implements TlsEngine {
    /** What a provider may take to give out an alert: SunJSSE one more call, BouncyCastle's two. */
    private static final int ALERT_CALLS = 8;
    /** What SunJSSE puts into a full record of TLS 1.3; the seventeenth part more would make a second one. */
    private static final int RECORD_BYTES = 16_366;

    private static final int FATAL = 2;
    private static final byte[] CUT_ALERT = {ContentType.ALERT, 3, 3, 0, 1, FATAL};
    private static final byte[] CHANGE_CIPHER_SPEC = {20, 3, 3, 0, 1, 1};
    private static final int LEVEL_AT = RecordAssembler.HEADER_BYTES;
    private static final int ALERT_AT = RecordAssembler.HEADER_BYTES + 1;
    private static final int CLEAR_ALERT_BYTES = RecordAssembler.HEADER_BYTES + 2;

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final Outlet outlet;
    private final JdkEngines shared;
    private final TlsLimits limits;
    private final HandshakeContext context = new HandshakeContext();
    private final RecordAssembler incoming = new RecordAssembler();
    private final KeyUpdateLimit keyUpdates;
    private final HandshakeInspector inspector;
    private final PlaintextHandshake plaintext;

    /** Null once discarded. */
    private @Nullable SSLEngine engine;

    private @Nullable TlsVersion version;
    private boolean inputEnded;
    private boolean broken;
    private boolean secondHelloCame;
    private int clearAlert = -1;
    /** What the peer is told where the engine has no alert that fits. */
    private int alertInstead = Alerts.INTERNAL_ERROR;

    private boolean provoked;
    private boolean sentSinceBroken;
    private int withoutDataInARow;

    JdkEngine(SSLEngine engine, Outlet outlet, JdkEngines shared, HandshakeInspector inspector) {
        this.engine = engine;
        this.inspector = inspector;
        this.plaintext = new PlaintextHandshake(inspector);
        this.outlet = outlet;
        this.shared = shared;
        this.limits = shared.settings().limits();
        this.keyUpdates = new KeyUpdateLimit(limits.keyUpdates(), outlet::nanoTime);
    }

    @Override
    public void start() {
        SSLEngine working = engine;
        if (working != null) {
            during(() -> {
                working.beginHandshake();
                return true;
            });
            handshake();
        }
    }

    @Override
    public void receive(ByteBuffer records) {
        boolean wasOpen = version != null;
        while (records.hasRemaining() && takesInput() && wasOpen == (version != null)) {
            receiveRecord(records);
        }
        if (!takesInput()) {
            records.position(records.limit());
        }
        incoming.rest();
    }

    @Override
    public void receiveEnd() {
        if (!inputEnded) {
            throw Alerts.failure(
                    Kind.TRUNCATED, "the peer ended the connection without close_notify: what came may be cut short");
        }
    }

    @Override
    public void write(ByteBuffer plain) {
        while (plain.hasRemaining()) {
            SSLEngineResult result = wrap(plain);
            if (result == null || result.getStatus() == Status.CLOSED) {
                plain.position(plain.limit());
            } else if (result.bytesProduced() == 0 && !runTasks()) {
                throw Alerts.failure(Kind.INTERNAL, "the engine takes no more: " + result);
            }
        }
        handshake();
    }

    @Override
    public int recordBytes() {
        return RECORD_BYTES;
    }

    @Override
    public void endOutput() {
        SSLEngine working = engine;
        if (working != null) {
            working.closeOutbound();
            SSLEngineResult result;
            do {
                result = wrap(NOTHING);
            } while (result != null && result.bytesProduced() > 0 && !working.isOutboundDone());
        }
    }

    @Override
    public void discard() {
        engine = null;
        incoming.discard();
        inspector.discard();
    }

    /** Calls the engine; what it throws is a failure, of which the peer is told. */
    private <T> T during(HandshakeContext.Call<T> call) {
        try {
            return context.during(call);
        } catch (SSLException found) {
            throw broken(found);
        }
    }

    private boolean takesInput() {
        return engine != null && !inputEnded && !broken;
    }

    /** What is lent may not be written to, and engines decrypt in place: so they are given the assembler's array. */
    private void receiveRecord(ByteBuffer records) {
        byte[] array = incoming.next(records);
        byte[] excess = incoming.excess();
        if (excess != null) {
            // The engine sees the header, so that it finds the alert for it.
            unwrap(ByteBuffer.wrap(excess));
            throw Alerts.failure(
                    Kind.VIOLATION,
                    "the peer announced a record of " + RecordAssembler.fragmentLength(excess) + " bytes; the most is "
                            + RecordAssembler.MOST_FRAGMENT_BYTES + " (RFC 8446, section 5.2)");
        }
        if (array != null) {
            int length = RecordAssembler.HEADER_BYTES + RecordAssembler.fragmentLength(array);
            ByteBuffer record = ByteBuffer.wrap(array, 0, length);
            // RFC 8446, sections 4.2.10 and 5. SunJSSE takes no such data, and change_cipher_spec only once.
            if (!isSkipped(array[0], record)) {
                inspect(array, length);
                open(record);
            }
        }
    }

    /** Opens one whole record, and does what follows from it. */
    private void open(ByteBuffer record) {
        int type = record.get(record.position());
        if (version == TlsVersion.TLS_1_2 && type == ContentType.HANDSHAKE) {
            throw over("the peer wants to negotiate anew, which is not done here (RFC 5746)");
        }
        if (version == null && type == ContentType.ALERT && record.remaining() == CLEAR_ALERT_BYTES) {
            int at = record.position();
            if (clearAlertCame(record.get(at + LEVEL_AT), record.get(at + ALERT_AT) & 0xff)) {
                return;
            }
        }
        secondHelloCame |= inspector.isRetryRequested() && type == ContentType.HANDSHAKE;
        boolean wasOpen = version != null;
        int before = -1;
        boolean brought = false;
        while (record.remaining() != before && record.hasRemaining() && takesInput()) {
            before = record.remaining();
            brought |= unwrap(record);
            handshake();
        }
        if (wasOpen && takesInput()) {
            count(brought);
        }
    }

    /** Whether a record is early data, or change_cipher_spec, between a server's HelloRetryRequest and the second hello. */
    private boolean isSkipped(int type, ByteBuffer record) {
        return shared.client().isEmpty()
                && inspector.isRetryRequested()
                && !secondHelloCame
                && (type == ContentType.APPLICATION_DATA || record.equals(ByteBuffer.wrap(CHANGE_CIPHER_SPEC)));
    }

    /** Refuses what breaks a rule in plaintext, with an alert in plaintext: neither side has other keys yet. */
    private void inspect(byte[] record, int length) {
        try {
            if (version == null) {
                plaintext.received(record, length);
            }
        } catch (TlsFailedException refused) {
            broken = true;
            if (refused.alert().isPresent()) {
                byte alert = (byte) refused.alert().getAsInt();
                outlet.send(ByteBuffer.wrap(new byte[] {ContentType.ALERT, 3, 3, 0, 2, FATAL, alert}));
            }
            throw refused;
        }
    }

    /**
     * Looks at an alert that came in plaintext during the handshake; answers whether that was all there is to do. A client
     * of TLS 1.3 that refuses our certificate has no key for sending yet; SunJSSE has one already for receiving, and would
     * take its alert for a broken record. And the warning of a server that does not know the name it was asked for ends
     * nothing: its certificate is judged all the same (RFC 6066, section 3).
     */
    private boolean clearAlertCame(byte level, int alert) {
        if (alert == Alerts.CLOSE_NOTIFY || level == FATAL) {
            broken = true;
            throw alert == Alerts.CLOSE_NOTIFY ? endedEarly() : Alerts.received(alert, false, context.shown);
        }
        return alert == Alerts.UNRECOGNIZED_NAME;
    }

    /** Answers whether it brought any data. */
    private boolean unwrap(ByteBuffer record) {
        SSLEngine working = engine;
        if (working == null) {
            return false;
        }
        Scratch room = Scratch.take();
        ByteBuffer plain = room.buffer();
        try {
            SSLEngineResult result = during(() -> working.unwrap(record, plain));
            finished(working, result);
            boolean brought = plain.position() > 0;
            if (brought) {
                keyUpdates.received(plain.position());
                outlet.received(plain.flip());
            }
            if (working.isInboundDone() && engine != null && !inputEnded) {
                inputEnded = true;
                if (version == null) {
                    throw endedEarly();
                }
                outlet.inputEnded();
            }
            return brought;
        } finally {
            room.give();
        }
    }

    private static TlsFailedException endedEarly() {
        return Alerts.failure(Kind.TRUNCATED, "the peer closed the connection before the handshake was done");
    }

    /** Does all that the handshake can do without more from the peer. */
    private void handshake() {
        SSLEngine working = engine;
        while (working != null && engine != null && !inputEnded) {
            HandshakeStatus status = working.getHandshakeStatus();
            if (status == HandshakeStatus.NEED_TASK) {
                runTasks();
                if (working.getHandshakeStatus() == HandshakeStatus.NEED_UNWRAP) {
                    // The next call tells what a task threw; without one it would be told at the peer's next record.
                    unwrap(NOTHING);
                }
            } else if (status == HandshakeStatus.NEED_WRAP) {
                SSLEngineResult result = wrap(NOTHING);
                if (result == null || result.getStatus() == Status.CLOSED || stuck(result)) {
                    return;
                }
            } else {
                return;
            }
        }
    }

    private static boolean stuck(SSLEngineResult result) {
        return result.bytesProduced() == 0 && result.getHandshakeStatus() == HandshakeStatus.NEED_WRAP;
    }

    private boolean runTasks() {
        SSLEngine working = engine;
        boolean any = false;
        Runnable task;
        while (working != null && (task = working.getDelegatedTask()) != null) {
            any = true;
            Runnable work = task;
            during(() -> {
                work.run();
                return true;
            });
        }
        return any;
    }

    /** Makes one record, and sends it; null if discarded. */
    private @Nullable SSLEngineResult wrap(ByteBuffer plain) {
        SSLEngine working = engine;
        if (working == null) {
            return null;
        }
        SSLEngineResult result;
        try {
            result = wrapAndSend(working, plain);
        } catch (SSLException found) {
            throw broken(found);
        }
        finished(working, result);
        return result;
    }

    private SSLEngineResult wrapAndSend(SSLEngine working, ByteBuffer plain) throws SSLException {
        Scratch room = Scratch.take();
        byte[] array = room.array();
        ByteBuffer record = room.buffer();
        try {
            SSLEngineResult result = context.during(() -> working.wrap(plain, record));
            if (record.position() > 0) {
                if (array[0] == ContentType.ALERT && record.position() == CLEAR_ALERT_BYTES) {
                    chooseAlert(array);
                    clearAlert = array[CLEAR_ALERT_BYTES - 1] & 0xff;
                }
                sentSinceBroken |= broken;
                if (version == null) {
                    plaintext.sent(array, record.position());
                }
                outlet.send(record.flip());
            }
            return result;
        } finally {
            room.give();
        }
    }

    /** SunJSSE takes what it cannot decode for a fault of its own, or for a message out of turn. */
    private void chooseAlert(byte[] record) {
        int alert = record[ALERT_AT] & 0xff;
        if (broken && (alert == Alerts.INTERNAL_ERROR || provoked)) {
            record[ALERT_AT] = (byte) alertInstead;
        }
    }

    private void finished(SSLEngine working, SSLEngineResult result) {
        if (result.getHandshakeStatus() == HandshakeStatus.FINISHED && version == null) {
            TlsSession agreed = agreed(working);
            version = agreed.version();
            context.shown |= !agreed.localChain().isEmpty();
            inspector.discard();
            outlet.opened(agreed);
        }
    }

    private TlsSession agreed(SSLEngine working) {
        SSLSession session = working.getSession();
        String protocol = session.getProtocol();
        TlsVersion spoken = Arrays.stream(TlsVersion.values())
                .filter(known -> known.standardName().equals(protocol))
                .findAny()
                .orElseThrow(() -> new IllegalStateException("an engine that was told otherwise speaks " + protocol));
        String alpn = working.getApplicationProtocol();
        return new NegotiatedSession(
                spoken,
                suite(session),
                Optional.empty(),
                alpn == null || alpn.isEmpty() ? Optional.empty() : Optional.of(JdkEngines.alpnAsText(alpn)),
                shared.client().isPresent() ? shared.client().get().sentName() : JdkKeyManager.serverName(session),
                certificates(session.getLocalCertificates()),
                peerChain(session),
                !context.inFull,
                NewerJdk.channelBinding(session));
    }

    /** As the ServerHello says: a session of TLS 1.3 that is resumed with another suite still names its first. */
    private CipherSuite suite(SSLSession session) {
        OptionalInt said = inspector.cipherSuite();
        return Arrays.stream(CipherSuite.values())
                .filter(suite -> said.isPresent() && suite.code() == said.getAsInt())
                .findFirst()
                .orElseGet(() -> CipherSuite.valueOf(session.getCipherSuite()));
    }

    private List<X509Certificate> peerChain(SSLSession session) {
        if (shared.client().isEmpty() && shared.clientAuthentication() == ClientAuthentication.NONE) {
            return List.of();
        }
        try {
            return certificates(session.getPeerCertificates());
        } catch (SSLPeerUnverifiedException none) {
            return List.of();
        }
    }

    private static List<X509Certificate> certificates(Certificate @Nullable [] chain) {
        return chain == null
                ? List.of()
                : Arrays.stream(chain).map(X509Certificate.class::cast).toList();
    }

    /** Empty records, key updates and tickets cost us work and bring the protocol nothing. */
    private void count(boolean brought) {
        if (brought) {
            withoutDataInARow = 0;
            return;
        }
        withoutDataInARow++;
        if (withoutDataInARow > limits.emptyRecords()) {
            throw over("the peer sent " + withoutDataInARow
                    + " records in a row without data; the limit (emptyRecords) is " + limits.emptyRecords());
        }
        if (!keyUpdates.admits()) {
            throw over("the peer sent too many records without data; " + keyUpdates.text());
        }
    }

    private TlsFailedException over(String problem) {
        broken = true;
        return Alerts.failure(Kind.LIMIT, problem);
    }

    /** Sends the alert that waits behind an exception, and answers what the exception means. */
    private TlsFailedException broken(SSLException found) {
        SSLEngine working = engine;
        if (!broken && working != null) {
            broken = true;
            alertInstead = HandshakeContext.Failures.alert(found, context);
            sendAlert(working);
            if (!sentSinceBroken) {
                // SunJSSE has no alert for what a task throws; a record that it cannot read makes it send one.
                provokeAlert(working);
                sendAlert(working);
            }
        }
        return HandshakeContext.Failures.of(found, context, clearAlert, version != null);
    }

    private void sendAlert(SSLEngine working) {
        int calls = 0;
        while (calls < ALERT_CALLS && moreToSend(working)) {
            calls++;
        }
    }

    private void provokeAlert(SSLEngine working) {
        provoked = true;
        Scratch room = Scratch.take();
        try {
            context.during(() -> working.unwrap(ByteBuffer.wrap(CUT_ALERT), room.buffer()));
        } catch (SSLException wanted) {
            // The alert waits.
        } finally {
            room.give();
        }
    }

    private boolean moreToSend(SSLEngine working) {
        try {
            return wrapAndSend(working, NOTHING).bytesProduced() > 0;
        } catch (SSLException known) {
            // The same fault again, told by another call; the alert comes after it.
            return true;
        }
    }
}
