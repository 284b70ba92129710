package dev.sennit.tls.jdk;

import dev.sennit.tls.engine.ContentType;
import dev.sennit.tls.engine.RecordAssembler;
import dev.sennit.tls.handshake.HandshakeInspector;
import dev.sennit.transport.error.TlsFailedException;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * The part of a handshake that an {@code SSLEngine} shows: the records that both sides send in plaintext, before they encrypt. They
 * are given to the inspector.
 *
 * <pre>
 *   type(1)  version(2)  length(2)  content(length)        RFC 8446, section 5.1
 * </pre>
 */
final class PlaintextHandshake {
    private static final int HEADER_BYTES = RecordAssembler.HEADER_BYTES;

    private final HandshakeInspector inspector;
    private boolean inputEncrypted;
    private boolean outputEncrypted;

    PlaintextHandshake(HandshakeInspector inspector) {
        this.inspector = inspector;
    }

    /**
     * Inspects a record of the peer, before the engine gets it.
     *
     * @throws TlsFailedException if the peer breaks a rule; the alert has not been sent
     */
    void received(byte[] record, int length) {
        byte type = record[0];
        if (inputEncrypted) {
            return;
        }
        inputEncrypted = type == ContentType.CHANGE_CIPHER_SPEC && inspector.isEncryptedByChangeCipherSpec();
        if (type == ContentType.HANDSHAKE || type == ContentType.ALERT || inputEncrypted) {
            try {
                inspector.received(type, record, HEADER_BYTES, length - HEADER_BYTES, (kind, bytes, at, count) -> {});
            } catch (IOException impossible) {
                throw new UncheckedIOException(impossible);
            }
        }
    }

    /** Notes records of this side, one or more. */
    void sent(byte[] records, int length) {
        int at = 0;
        while (!outputEncrypted && at + HEADER_BYTES <= length) {
            int content = (records[at + 3] & 0xff) << 8 | (records[at + 4] & 0xff);
            outputEncrypted =
                    records[at] == ContentType.CHANGE_CIPHER_SPEC && inspector.isEncryptedByChangeCipherSpec();
            if (records[at] == ContentType.HANDSHAKE) {
                inspector.sent(
                        ContentType.HANDSHAKE,
                        records,
                        at + HEADER_BYTES,
                        Math.min(content, length - at - HEADER_BYTES));
            }
            at += HEADER_BYTES + content;
        }
    }
}
