package dev.sennit.tls.bc;

import static dev.sennit.tls.bc.Bends.ALERT;
import static dev.sennit.tls.bc.Bends.APPLICATION_DATA;
import static dev.sennit.tls.bc.Bends.CERTIFICATE;
import static dev.sennit.tls.bc.Bends.CHANGE_CIPHER_SPEC;
import static dev.sennit.tls.bc.Bends.COOKIE;
import static dev.sennit.tls.bc.Bends.DECODE_ERROR;
import static dev.sennit.tls.bc.Bends.FINISHED;
import static dev.sennit.tls.bc.Bends.HANDSHAKE;
import static dev.sennit.tls.bc.Bends.ILLEGAL_PARAMETER;
import static dev.sennit.tls.bc.Bends.KEY_UPDATE;
import static dev.sennit.tls.bc.Bends.STRAIGHT;
import static dev.sennit.tls.bc.Bends.UNEXPECTED_MESSAGE;
import static dev.sennit.tls.bc.Bends.UNSUPPORTED_EXTENSION;
import static dev.sennit.tls.bc.Bends.assertRefused;
import static dev.sennit.tls.bc.Bends.edited;
import static dev.sennit.tls.bc.Bends.followedBy;
import static dev.sennit.tls.bc.Bends.joined;
import static dev.sennit.tls.bc.Bends.message;
import static dev.sennit.tls.bc.Bends.only;
import static dev.sennit.tls.bc.BentPeer.bytes;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sennit.tls.NamedGroup;
import dev.sennit.tls.TlsClientConfig;
import dev.sennit.tls.TlsServerConfig;
import dev.sennit.tls.TlsSession;
import dev.sennit.tls.TlsVersion;
import dev.sennit.tls.bc.BentPeer.Bend;
import dev.sennit.tls.bc.BentPeer.Plain;
import dev.sennit.transport.error.TlsFailedException;
import dev.sennit.transport.error.TlsFailedException.Kind;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What RFC 8446 demands of a peer's records and encrypted messages; what it demands of hellos is in the contract beside this. */
class HandshakeRulesTest {
    private static EnginePair.End client(TlsVersion version, BentPeer peer) {
        EnginePair.End target = new EnginePair.End(BouncyEngines.client(Bends.client(version)));
        peer.meet(target);
        return target;
    }

    private static EnginePair.End server(TlsVersion version, BentPeer peer) {
        EnginePair.End target = new EnginePair.End(BouncyEngines.server(Bends.server(version)));
        peer.meet(target);
        return target;
    }

    private static EnginePair.End clientOf(TlsVersion version, Bend bend) {
        return client(version, BentPeer.server(Bends.server(version), bend));
    }

    private static EnginePair.End serverOf(TlsVersion version, Bend bend) {
        return server(version, BentPeer.client(Bends.client(version), bend));
    }

    private static Optional<NamedGroup> group(EnginePair.End target) {
        TlsSession session = target.session;
        if (session == null) {
            throw new AssertionError("the handshake is not done", target.failure);
        }
        return session.group();
    }

    // Messages and keys (RFC 8446, section 5.1)

    @Test
    void refusesAFinishedWithMoreInItsRecord() {
        Bend bend = followedBy(FINISHED, 4, 0);
        assertRefused(clientOf(TlsVersion.TLS_1_3, bend), UNEXPECTED_MESSAGE, "Finished does not end its record");
        assertRefused(serverOf(TlsVersion.TLS_1_3, bend), UNEXPECTED_MESSAGE, "Finished does not end its record");
    }

    @Test
    void refusesAKeyUpdateWithMoreInItsRecord() {
        BentPeer peer = BentPeer.client(Bends.client(TlsVersion.TLS_1_3), STRAIGHT);
        EnginePair.End target = server(TlsVersion.TLS_1_3, peer);

        peer.send(HANDSHAKE, KEY_UPDATE, 0, 0, 1, 0, KEY_UPDATE);
        peer.carry(target);

        assertRefused(target, UNEXPECTED_MESSAGE, "KeyUpdate does not end its record");
        assertEquals(OptionalInt.of(UNEXPECTED_MESSAGE), peer.alert());
    }

    @ParameterizedTest
    @EnumSource(TlsVersion.class)
    void refusesDataInTheMiddleOfAMessage(TlsVersion version) {
        BentPeer peer = BentPeer.server(Bends.server(version), STRAIGHT);
        EnginePair.End target = client(version, peer);

        peer.send(HANDSHAKE, KEY_UPDATE, 0);
        peer.send(APPLICATION_DATA, 'x');
        peer.carry(target);

        assertRefused(target, UNEXPECTED_MESSAGE, "application data stands in the middle of a handshake message");
        assertEquals("", target.text());
    }

    @Test
    void refusesNewKeysInTheMiddleOfAMessageOfTls12() {
        Bend bend = (type, bytes) -> type == CHANGE_CIPHER_SPEC
                ? List.of(new Plain(HANDSHAKE, bytes(FINISHED, 0)), new Plain(type, bytes))
                : List.of(new Plain(type, bytes));
        assertRefused(
                clientOf(TlsVersion.TLS_1_2, bend), UNEXPECTED_MESSAGE, "change_cipher_spec stands in the middle");
        assertRefused(
                serverOf(TlsVersion.TLS_1_2, bend), UNEXPECTED_MESSAGE, "change_cipher_spec stands in the middle");
    }

    @ParameterizedTest
    @EnumSource(TlsVersion.class)
    void refusesAWarningInTheMiddleOfAMessage(TlsVersion version) {
        BentPeer peer = BentPeer.client(Bends.client(version), STRAIGHT);
        EnginePair.End target = server(version, peer);

        peer.send(HANDSHAKE, KEY_UPDATE, 0);
        peer.send(ALERT, 1, 90);
        peer.carry(target);

        assertRefused(target, UNEXPECTED_MESSAGE, "an alert stands in the middle of a handshake message");
    }

    @ParameterizedTest
    @EnumSource(TlsVersion.class)
    void takesMessagesCutInTwoOrJoined(TlsVersion version) {
        Bend cut = (type, bytes) -> type == HANDSHAKE && bytes.length > 1
                ? List.of(
                        new Plain(type, Arrays.copyOf(bytes, 1)),
                        new Plain(type, Arrays.copyOfRange(bytes, 1, bytes.length)))
                : List.of(new Plain(type, bytes));
        assertNotNull(clientOf(version, cut).session);
        assertNotNull(serverOf(version, cut).session);
    }

    // Alerts (sections 5.1 and 6)

    @ParameterizedTest
    @EnumSource(TlsVersion.class)
    void refusesAlertsThatAreNotWholeOrNotAlone(TlsVersion version) {
        for (int[] alert : new int[][] {{1}, {1, 90, 1, 90}, {1, 90, 0}}) {
            BentPeer peer = BentPeer.client(Bends.client(version), STRAIGHT);
            EnginePair.End target = server(version, peer);

            peer.send(ALERT, alert);
            peer.carry(target);

            assertRefused(target, DECODE_ERROR, "a record of alerts has " + alert.length + " bytes");
            assertEquals(OptionalInt.of(DECODE_ERROR), peer.alert());
        }
        Bend inHandshake = (type, bytes) -> type == HANDSHAKE && bytes[0] == HelloEditor.CLIENT_HELLO
                ? List.of(new Plain(ALERT, bytes(1)), new Plain(ALERT, bytes(112)), new Plain(type, bytes))
                : List.of(new Plain(type, bytes));
        assertRefused(serverOf(version, inHandshake), DECODE_ERROR, "a record of alerts has 1 bytes");
    }

    @Test
    void endsOnEachErrorOfTls13WhateverItsLevel() {
        for (int level : new int[] {0, 1, 2, 200}) {
            for (int description : new int[] {10, 40, 112, 250}) {
                BentPeer peer = BentPeer.client(Bends.client(TlsVersion.TLS_1_3), STRAIGHT);
                EnginePair.End target = server(TlsVersion.TLS_1_3, peer);

                peer.send(ALERT, level, description);
                peer.carry(target);

                TlsFailedException failure =
                        assertInstanceOf(TlsFailedException.class, target.failure, level + " " + description);
                assertEquals(Kind.REFUSED_BY_PEER, failure.kind(), failure.toString());
                assertEquals(OptionalInt.of(description), failure.alert());
            }
        }
    }

    @Test
    void endsOnAnErrorOfTls13DuringTheHandshakeWhateverItsLevel() {
        Bend warning = (type, bytes) -> type == HANDSHAKE && bytes[0] == FINISHED
                ? List.of(new Plain(ALERT, bytes(1, 80)), new Plain(type, bytes))
                : List.of(new Plain(type, bytes));
        for (EnginePair.End target :
                List.of(clientOf(TlsVersion.TLS_1_3, warning), serverOf(TlsVersion.TLS_1_3, warning))) {
            TlsFailedException failure = assertInstanceOf(TlsFailedException.class, target.failure);
            assertEquals(Kind.REFUSED_BY_PEER, failure.kind(), failure.toString());
        }
    }

    @Test
    void takesCloseNotifyOfTls13WhateverItsLevel() {
        BentPeer peer = BentPeer.client(Bends.client(TlsVersion.TLS_1_3), STRAIGHT);
        EnginePair.End target = server(TlsVersion.TLS_1_3, peer);

        peer.send(ALERT, 2, 0);
        peer.carry(target);

        assertNull(target.failure);
        assertTrue(target.inputEnded);
    }

    @Test
    void goesOnAfterAWarningOfTls12() {
        Bend warning = (type, bytes) -> type == HANDSHAKE && bytes[0] == HelloEditor.SERVER_HELLO
                ? List.of(new Plain(ALERT, bytes(1, 112)), new Plain(type, bytes))
                : List.of(new Plain(type, bytes));
        assertNotNull(clientOf(TlsVersion.TLS_1_2, warning).session);
    }

    @Test
    void refusesALevelThatTls12DoesNotKnow() {
        BentPeer peer = BentPeer.client(Bends.client(TlsVersion.TLS_1_2), STRAIGHT);
        EnginePair.End target = server(TlsVersion.TLS_1_2, peer);

        peer.send(ALERT, 3, 90);
        peer.carry(target);

        assertRefused(target, ILLEGAL_PARAMETER, "the level of an alert is 3");
    }

    // Extensions (section 4.2)

    @Test
    void refusesAnUnrequestedExtensionOfEncryptedExtensions() {
        assertRefused(
                clientOf(
                        TlsVersion.TLS_1_3,
                        edited(
                                HelloEditor.ENCRYPTED_EXTENSIONS,
                                hello -> hello.extensions.put(16, bytes(0, 3, 2, 'h', '2')))),
                UNSUPPORTED_EXTENSION,
                "EncryptedExtensions has the extension application_layer_protocol_negotiation");
    }

    @Test
    void refusesAnUnrequestedExtensionOfACertificate() {
        Bend bend = message(CERTIFICATE, bytes -> List.of(withEntryExtension(bytes)));
        assertRefused(
                clientOf(TlsVersion.TLS_1_3, bend),
                UNSUPPORTED_EXTENSION,
                "Certificate has the extension status_request");
        assertRefused(
                serverOf(TlsVersion.TLS_1_3, bend),
                UNSUPPORTED_EXTENSION,
                "Certificate has the extension status_request");
    }

    /** A Certificate message with one entry, whose extensions it ends with: none, replaced by an empty status_request. */
    private static byte[] withEntryExtension(byte[] message) {
        byte[] longer = joined(Arrays.copyOf(message, message.length - 2), bytes(0, 4, 0, 5, 0, 0));
        int body = longer.length - 4;
        longer[2] = (byte) (body >> 8);
        longer[3] = (byte) body;
        longer[6] = (byte) ((body - 4) >> 8);
        longer[7] = (byte) (body - 4);
        return longer;
    }

    // The second ClientHello (sections 4.1.2 and 4.1.4)

    private static EnginePair.End retried(Bend bend) {
        TlsClientConfig offersOneShare = Bends.client(TlsVersion.TLS_1_3);
        TlsServerConfig wantsTheOther = Bends.server(TlsVersion.TLS_1_3)
                .withSettings(only(TlsVersion.TLS_1_3).withGroups(List.of(NamedGroup.SECP256R1)));
        EnginePair.End target = new EnginePair.End(BouncyEngines.server(wantsTheOther));
        BentPeer.client(offersOneShare, bend).meet(target);
        return target;
    }

    @Test
    void takesASecondHelloThatChangesItsShareAlone() {
        assertEquals(Optional.of(NamedGroup.SECP256R1), group(retried(STRAIGHT)));
    }

    @Test
    void refusesAHelloRetryRequestWhereTls13IsNotOffered() {
        Bend bend = edited(HelloEditor.SERVER_HELLO, hello -> {
            hello.random = sha256("HelloRetryRequest");
            hello.extensions.clear();
            hello.extensions.put(COOKIE, bytes(0, 1, 7));
        });
        assertRefused(clientOf(TlsVersion.TLS_1_2, bend), ILLEGAL_PARAMETER, "illegal_parameter");
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII));
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError(impossible);
        }
    }

    @Test
    void takesAHelloRetryRequestWithACookieAlone() {
        BentPeer peer = BentPeer.serverWithCookie(Bends.server(TlsVersion.TLS_1_3));
        EnginePair.End target = client(TlsVersion.TLS_1_3, peer);

        assertNull(target.failure);
        assertEquals(Optional.of(NamedGroup.X25519), group(target));
        peer.send(APPLICATION_DATA, 'x');
        peer.carry(target);
        assertEquals("x", target.text());
    }
}
