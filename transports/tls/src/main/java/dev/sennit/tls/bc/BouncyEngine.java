package dev.sennit.tls.bc;

import dev.sennit.tls.TlsLimits;
import dev.sennit.tls.TlsSession;
import dev.sennit.tls.engine.Alerts;
import dev.sennit.tls.engine.ContentType;
import dev.sennit.tls.engine.KeyUpdateLimit;
import dev.sennit.tls.engine.RecordAssembler;
import dev.sennit.tls.engine.Scratch;
import dev.sennit.tls.engine.TlsEngine;
import dev.sennit.transport.error.TlsFailedException;
import dev.sennit.transport.error.TlsFailedException.Kind;
import dev.sennit.x509.trust.CertificateRefusedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.OptionalInt;
import java.util.function.Function;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsFatalAlertReceived;
import org.bouncycastle.tls.crypto.TlsDecodeResult;
import org.jspecify.annotations.Nullable;

/**
 * The engine of one connection. BouncyCastle's protocol does the handshake. After it, this class opens and seals records of
 * application data in place, and gives the protocol only the other records (alerts, key updates, tickets).
 */
final class BouncyEngine implements TlsEngine {
    /** Far below what AES-GCM bears with one key (RFC 8446, section 5.5). */
    private static final long RECORDS_PER_KEY = 1L << 20;
    /** TLS 1.3: content, padding and the type together (RFC 8446, section 5.4). */
    private static final int MOST_INNER_BYTES = 16_384 + 1;

    private static final int MOST_CONTENT_BYTES = 16_384;

    private final TlsLimits limits;
    private final BouncyCrypto crypto;
    private final BouncyInspector inspector;
    private final Outlet outlet;
    private final BouncyProtocol protocol;
    private final RecordAssembler frames = new RecordAssembler();
    private final KeyUpdateLimit keyUpdates;
    private @Nullable TlsSession session;
    private @Nullable RecordProtection protection;
    private boolean hasSent;
    private boolean closeNotifyCame;
    private boolean inputEnded;
    private boolean outputEnded;
    private boolean discarded;
    private int emptyRecords;

    BouncyEngine(
            BouncyConfig shared,
            BouncyInspector inspector,
            Outlet outlet,
            Function<BouncyEngine, BouncyProtocol> protocol) {
        this.limits = shared.settings().limits();
        this.crypto = shared.crypto();
        this.inspector = inspector;
        this.outlet = outlet;
        this.keyUpdates = new KeyUpdateLimit(limits.keyUpdates(), outlet::nanoTime);
        this.protocol = protocol.apply(this);
    }

    BouncyCrypto crypto() {
        return crypto;
    }

    BouncyInspector inspector() {
        return inspector;
    }

    /** Notes the result of the handshake; the outlet is told when the last flight has been sent. */
    void agreed(TlsSession agreed) {
        session = agreed;
        inspector.opened();
    }

    /** The peer's close_notify came, after the handshake. */
    void closeNotifyReceived() {
        closeNotifyCame = true;
    }

    /**
     * The peer uses its next key. It is answered at once, unless close_notify was sent: the protocol itself would wait for a
     * write that goes past it.
     */
    void keyUpdated(boolean answerRequested) throws IOException {
        if (!keyUpdates.admits()) {
            throw overLimit("too many key updates; " + keyUpdates.text());
        }
        if (answerRequested && !outputEnded) {
            protocol.updateKey();
        }
    }

    @Override
    public void start() {
        try {
            protocol.begin();
            sendWaiting();
        } catch (IOException | RuntimeException found) {
            throw failed(found);
        }
    }

    @Override
    public void receive(ByteBuffer records) {
        boolean wasOpen = protection != null;
        try {
            while (records.hasRemaining() && !discarded && !inputEnded && wasOpen == (protection != null)) {
                byte[] record = frames.next(records);
                byte[] excess = frames.excess();
                if (excess != null) {
                    throw new TlsFatalAlert(
                            Alerts.RECORD_OVERFLOW, "a record of " + RecordAssembler.fragmentLength(excess) + " bytes");
                }
                if (record != null) {
                    process(record, RecordAssembler.fragmentLength(record));
                }
            }
        } catch (IOException found) {
            throw failed(found);
        }
        if (discarded || inputEnded) {
            records.position(records.limit());
        }
        frames.rest();
    }

    private void process(byte[] record, int fragment) throws IOException {
        RecordProtection keys = protection;
        if (keys != null && record[0] == ContentType.APPLICATION_DATA) {
            openRecord(keys, record, fragment);
            return;
        }
        if (keys != null) {
            countEmpty();
        } else if (crypto.earlyData().skips(record, fragment, crypto.first())) {
            return;
        }
        try {
            protocol.offerInput(record, 0, RecordAssembler.HEADER_BYTES + fragment);
        } catch (RuntimeException found) {
            throw new TlsFatalAlert(Alerts.INTERNAL_ERROR, found);
        }
        afterProtocol();
    }

    private void openRecord(RecordProtection keys, byte[] record, int fragment) throws IOException {
        RecordCipher opening = keys.opening();
        int length = opening.open(record, 0, fragment);
        int at = RecordAssembler.HEADER_BYTES + opening.explicitNonceBytes();
        if (!keys.isTls13()) {
            deliver(record, at, length);
            return;
        }
        if (length > MOST_INNER_BYTES) {
            throw new TlsFatalAlert(Alerts.RECORD_OVERFLOW, "a record holds " + length + " bytes");
        }
        TlsDecodeResult inner = RecordProtection.inner(record, at, length);
        if (inner.contentType == ContentType.APPLICATION_DATA) {
            deliver(record, inner.off, inner.len);
            return;
        }
        countEmpty();
        if (inner.len == 0) {
            throw new TlsFatalAlert(Alerts.UNEXPECTED_MESSAGE, "an empty record of type " + inner.contentType);
        }
        try {
            protocol.processRecord(inner.contentType, inner.buf, inner.off, inner.len);
        } catch (RuntimeException found) {
            throw new TlsFatalAlert(Alerts.INTERNAL_ERROR, found);
        }
        afterProtocol();
    }

    private void deliver(byte[] record, int at, int length) throws IOException {
        inspector.receivedApplicationData();
        if (length > MOST_CONTENT_BYTES) {
            throw new TlsFatalAlert(Alerts.RECORD_OVERFLOW, "a record holds " + length + " bytes");
        }
        if (length == 0) {
            countEmpty();
            return;
        }
        emptyRecords = 0;
        keyUpdates.received(length);
        outlet.received(ByteBuffer.wrap(record, at, length).asReadOnlyBuffer());
    }

    private void countEmpty() throws IOException {
        if (++emptyRecords > limits.emptyRecords()) {
            throw overLimit("more than " + limits.emptyRecords() + " records in a row that bring no data");
        }
    }

    private static TlsFatalAlert overLimit(String problem) {
        return new TlsFatalAlert(
                Alerts.UNEXPECTED_MESSAGE,
                Alerts.failure(Kind.LIMIT, "the peer sent " + problem, Alerts.UNEXPECTED_MESSAGE));
    }

    /** Tells the outlet what the protocol has made of its input. */
    private void afterProtocol() {
        sendWaiting();
        TlsSession agreed = session;
        if (agreed != null && protection == null) {
            protection = crypto.latest();
            outlet.opened(agreed);
        }
        if (closeNotifyCame && !inputEnded && !discarded) {
            inputEnded = true;
            outlet.inputEnded();
        }
    }

    private void sendWaiting() {
        int waiting = protocol.getAvailableOutputBytes();
        if (waiting == 0) {
            return;
        }
        Scratch room = Scratch.take();
        try {
            for (; waiting > 0; waiting = protocol.getAvailableOutputBytes()) {
                int count = protocol.readOutput(room.array(), 0, Math.min(waiting, room.array().length));
                hasSent = true;
                outlet.send(room.buffer().clear().limit(count));
            }
        } finally {
            room.give();
        }
        protocol.shrinkOutput();
    }

    @Override
    public void receiveEnd() {
        if (discarded || inputEnded) {
            return;
        }
        boolean open = protection != null;
        discard();
        throw Alerts.failure(
                Kind.TRUNCATED,
                open
                        ? "the peer ended the connection without close_notify: what it sent may be cut short"
                        : "the peer ended the connection during the handshake");
    }

    @Override
    public void write(ByteBuffer plain) {
        RecordProtection keys = protection;
        if (discarded || keys == null) {
            plain.position(plain.limit());
            return;
        }
        try {
            while (plain.hasRemaining()) {
                if (keys.isTls13() && keys.sealing().records() >= RECORDS_PER_KEY) {
                    protocol.updateKey();
                    sendWaiting();
                }
                seal(keys.sealing(), plain);
            }
        } catch (IOException found) {
            throw failed(found);
        }
    }

    private void seal(RecordCipher sealing, ByteBuffer plain) throws IOException {
        Scratch record = Scratch.take();
        try {
            int count = Math.min(plain.remaining(), protocol.getApplicationDataLimit());
            plain.get(record.array(), RecordAssembler.HEADER_BYTES + sealing.explicitNonceBytes(), count);
            int total = sealing.seal(ContentType.APPLICATION_DATA, record.array(), 0, count);
            outlet.send(record.buffer().limit(total));
        } finally {
            record.give();
        }
    }

    @Override
    public void endOutput() {
        if (discarded) {
            return;
        }
        try {
            protocol.sendCloseNotify();
            outputEnded = true;
            sendWaiting();
        } catch (IOException found) {
            throw failed(found);
        }
    }

    @Override
    public OptionalInt refuse(int alert) {
        if (discarded) {
            return OptionalInt.empty();
        }
        TlsFailedException failure = Alerts.failure(Kind.LIMIT, "a limit is exceeded", alert);
        sendAlert(failure, failure);
        discard();
        return OptionalInt.of(alert);
    }

    @Override
    public void discard() {
        if (!discarded) {
            discarded = true;
            frames.discard();
            inspector.discard();
            protocol.forget();
        }
    }

    /** Sends the alert that fits, if the peer does not know yet, and forgets everything. */
    private TlsFailedException failed(Exception found) {
        boolean closedEarly = closeNotifyCame && protection == null;
        TlsFailedException failure = closedEarly
                ? BouncyFailures.closedEarly(found)
                : BouncyFailures.of(found, protection != null, protocol.hasShownCertificate());
        if (!(found instanceof TlsFatalAlertReceived) && !discarded) {
            sendAlert(found, failure);
        }
        discard();
        return failure;
    }

    private void sendAlert(Exception found, TlsFailedException failure) {
        int alert = failure.alert().orElse(Alerts.INTERNAL_ERROR);
        try {
            // Does nothing if the protocol has found the fault itself, and sent the alert.
            protocol.fail((short) alert, String.valueOf(failure.getMessage()), found);
            sendWaiting();
        } catch (IOException secondary) {
            failure.addSuppressed(secondary);
        }
        if (!hasSent) {
            // The protocol sends nothing before it has understood a hello; the peer is told all the same.
            outlet.send(ByteBuffer.wrap(new byte[] {ContentType.ALERT, 3, 3, 0, 2, 2 /* fatal */, (byte) alert}));
        }
    }

    /** Turns BouncyCastle's exceptions into failures with a message of one plain line. */
    private static final class BouncyFailures {
        private BouncyFailures() {}

        /**
         * Returns the failure behind an exception.
         *
         * @param found the exception that tells most
         * @param open whether the handshake was done
         * @param shown whether the peer was shown a certificate of ours
         */
        static TlsFailedException of(Throwable found, boolean open, boolean shown) {
            if (found instanceof TlsFailedException known) {
                return known;
            }
            if (found instanceof TlsFatalAlertReceived received) {
                return Alerts.received(received.getAlertDescription(), open, shown);
            }
            if (found instanceof TlsFatalAlert raised) {
                return raised(raised, open);
            }
            return new TlsFailedException(
                    Kind.INTERNAL, "it failed on our side: " + found, OptionalInt.of(Alerts.INTERNAL_ERROR), found);
        }

        /** Returns the failure of a connection whose peer sent close_notify during the handshake. */
        static TlsFailedException closedEarly(Throwable found) {
            return new TlsFailedException(
                    Kind.TRUNCATED,
                    "the peer closed the connection before the handshake was done",
                    OptionalInt.of(Alerts.HANDSHAKE_FAILURE),
                    found);
        }

        private static TlsFailedException raised(TlsFatalAlert raised, boolean open) {
            int alert = raised.getAlertDescription();
            Throwable cause = raised.getCause();
            if (cause instanceof TlsFailedException known) {
                return known;
            }
            if (cause instanceof CertificateRefusedException refused) {
                return new TlsFailedException(
                        Kind.CERTIFICATE, String.valueOf(refused.getMessage()), OptionalInt.of(alert), refused);
            }
            return new TlsFailedException(kind(alert), problem(alert, raised, open), OptionalInt.of(alert), raised);
        }

        private static Kind kind(int alert) {
            return switch (alert) {
                case Alerts.HANDSHAKE_FAILURE, Alerts.PROTOCOL_VERSION, 71, 86, 109, Alerts.NO_APPLICATION_PROTOCOL ->
                    Kind.NOTHING_IN_COMMON;
                case Alerts.BAD_CERTIFICATE, 43, 44, 45, 46, 48, Alerts.CERTIFICATE_REQUIRED -> Kind.CERTIFICATE;
                case Alerts.INTERNAL_ERROR -> Kind.INTERNAL;
                default -> Kind.VIOLATION;
            };
        }

        private static String problem(int alert, TlsFatalAlert raised, boolean open) {
            // The message begins with the alert's own text, which is said here in our words.
            String text = String.valueOf(raised.getMessage());
            int detail = text.indexOf("; ");
            String more = detail < 0 ? "" : ": " + text.substring(detail + 2);
            return "we ended the " + (open ? "connection" : "handshake") + " with the alert " + Alerts.text(alert)
                    + more;
        }
    }
}
