package dev.sennit.tls.bc;

import static dev.sennit.tls.bc.BentPeer.bytes;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sennit.certs.CertificateAuthority;
import dev.sennit.certs.CertificateSpec;
import dev.sennit.certs.IssuedCertificate;
import dev.sennit.tls.ClientAuthentication;
import dev.sennit.tls.NamedGroup;
import dev.sennit.tls.TlsClientConfig;
import dev.sennit.tls.TlsServerConfig;
import dev.sennit.tls.TlsSettings;
import dev.sennit.tls.TlsVersion;
import dev.sennit.tls.bc.BentPeer.Bend;
import dev.sennit.tls.bc.BentPeer.Plain;
import dev.sennit.transport.error.TlsFailedException;
import dev.sennit.transport.error.TlsFailedException.Kind;
import dev.sennit.x509.key.CertifiedKey;
import dev.sennit.x509.key.KeySelector;
import dev.sennit.x509.trust.Trust;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.Function;

/** What tests of rules share: two sides that know each other, and ways to change what the peer sends. */
final class Bends {
    static final int CHANGE_CIPHER_SPEC = 20;
    static final int ALERT = 21;
    static final int HANDSHAKE = 22;
    static final int APPLICATION_DATA = 23;

    static final int UNEXPECTED_MESSAGE = 10;
    static final int ILLEGAL_PARAMETER = 47;
    static final int DECODE_ERROR = 50;
    static final int MISSING_EXTENSION = 109;
    static final int UNSUPPORTED_EXTENSION = 110;

    static final int CERTIFICATE = 11;
    static final int FINISHED = 20;
    static final int KEY_UPDATE = 24;

    static final int SUPPORTED_GROUPS = 10;
    static final int SIGNATURE_ALGORITHMS = 13;
    static final int COOKIE = 44;
    static final int KEY_SHARE = 51;
    static final int UNKNOWN = 0x4321;

    static final String NAME = "server.example";
    static final CertificateAuthority AUTHORITY = CertificateAuthority.create();
    static final Trust TRUST = Trust.of(AUTHORITY.certificate());
    static final CertifiedKey SERVER = identity(CertificateSpec.server(NAME));
    static final CertifiedKey CLIENT = identity(CertificateSpec.client("client.example"));

    static CertifiedKey identity(CertificateSpec spec) {
        IssuedCertificate issued = AUTHORITY.issue(spec);
        return CertifiedKey.of(issued.key(), issued.chain());
    }

    static TlsServerConfig server(TlsVersion version) {
        return TlsServerConfig.of(SERVER).withSettings(only(version)).withClients(ClientAuthentication.WANT, TRUST);
    }

    static TlsClientConfig client(TlsVersion version) {
        return TlsClientConfig.of(NAME)
                .withTrust(TRUST)
                .withSettings(only(version))
                .withKeys(KeySelector.of(CLIENT));
    }

    static TlsSettings only(TlsVersion version) {
        return TlsSettings.DEFAULT
                .withVersions(version, version)
                .withGroups(List.of(NamedGroup.X25519, NamedGroup.SECP256R1, NamedGroup.SECP384R1));
    }

    static final Bend STRAIGHT = (type, bytes) -> List.of(new Plain(type, bytes));

    /** Changes one type of handshake message, each of which has a record of its own. */
    static Bend message(int message, Function<byte[], List<byte[]>> change) {
        return (type, bytes) -> type == HANDSHAKE && bytes[0] == message
                ? change.apply(bytes).stream()
                        .map(record -> new Plain(HANDSHAKE, record))
                        .toList()
                : List.of(new Plain(type, bytes));
    }

    static Bend edited(int message, Consumer<HelloEditor> change) {
        return message(message, bytes -> {
            HelloEditor hello = new HelloEditor(bytes);
            change.accept(hello);
            return List.of(hello.message());
        });
    }

    /** The second of its kind. */
    static Bend editedSecond(int message, Consumer<HelloEditor> change) {
        int[] seen = {0};
        return edited(message, hello -> {
            if (seen[0]++ == 1) {
                change.accept(hello);
            }
        });
    }

    static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        Arrays.stream(parts).forEach(all::writeBytes);
        return all.toByteArray();
    }

    static Bend followedBy(int message, int... more) {
        return message(message, bytes -> List.of(joined(bytes, bytes(more))));
    }

    static void assertRefused(EnginePair.End target, int alert, String said) {
        TlsFailedException failure =
                assertInstanceOf(TlsFailedException.class, target.failure, () -> "session " + target.session);
        assertEquals(OptionalInt.of(alert), failure.alert(), failure.toString());
        assertEquals(Kind.VIOLATION, failure.kind(), failure.toString());
        assertTrue(failure.toString().contains(said), failure.toString());
    }

    private Bends() {}
}
