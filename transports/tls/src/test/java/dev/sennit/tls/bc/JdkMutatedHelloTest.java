package dev.sennit.tls.bc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sennit.certs.CertificateAuthority;
import dev.sennit.certs.CertificateSpec;
import dev.sennit.certs.IssuedCertificate;
import dev.sennit.tls.ClientAuthentication;
import dev.sennit.tls.TlsClientConfig;
import dev.sennit.tls.TlsImplementation;
import dev.sennit.tls.TlsServerConfig;
import dev.sennit.tls.TlsSettings;
import dev.sennit.tls.TlsVersion;
import dev.sennit.tls.engine.TlsEngines;
import dev.sennit.tls.jdk.JdkEngines;
import dev.sennit.transport.bytes.Bytes;
import dev.sennit.transport.contract.Products;
import dev.sennit.transport.error.TlsFailedException;
import dev.sennit.transport.error.TlsFailedException.Kind;
import dev.sennit.x509.key.CertifiedKey;
import dev.sennit.x509.key.KeySelector;
import dev.sennit.x509.trust.Trust;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * An {@code SSLEngine} whose peer's handshake messages in clear text are changed on their way, at random from a seed: hellos in
 * TLS 1.3, all but Finished in TLS 1.2. The handshake ends at once, with an alert, and the engine never takes the fault for its
 * own.
 */
class JdkMutatedHelloTest {
    /** How many handshakes there are for each role and version. */
    private static final int ROUNDS = Products.isLong() ? 500 : 200;

    private static final int HANDSHAKE = 22;
    private static final int CHANGE_CIPHER_SPEC = 20;
    private static final int ALERT = 21;
    private static final int INTERNAL_ERROR = 80;
    private static final int HEADERS = 9;

    private static final String NAME = "server.example";
    private static final CertificateAuthority AUTHORITY = CertificateAuthority.create();
    private static final Trust TRUST = Trust.of(AUTHORITY.certificate());
    private static final CertifiedKey SERVER = identity(CertificateSpec.server(NAME));
    private static final CertifiedKey CLIENT = identity(CertificateSpec.client("client.example"));

    private static CertifiedKey identity(CertificateSpec spec) {
        IssuedCertificate issued = AUTHORITY.issue(spec);
        return CertifiedKey.of(issued.key(), issued.chain());
    }

    private static TlsServerConfig server(TlsVersion version, TlsImplementation implementation) {
        return TlsServerConfig.of(SERVER)
                .withClients(ClientAuthentication.NEED, TRUST)
                .withSettings(settings(version, implementation));
    }

    private static TlsClientConfig client(TlsVersion version, TlsImplementation implementation) {
        return TlsClientConfig.of(NAME)
                .withTrust(TRUST)
                .withKeys(KeySelector.of(CLIENT))
                .withSettings(settings(version, implementation));
    }

    private static TlsSettings settings(TlsVersion version, TlsImplementation implementation) {
        return TlsSettings.DEFAULT
                .withImplementation(implementation)
                .withVersions(version, version)
                .withAlpn("h2");
    }

    @ParameterizedTest
    @EnumSource
    void aServerEndsWithAnAlert(TlsVersion version) {
        TlsEngines targets = JdkEngines.server(server(version, TlsImplementation.JDK));
        for (int seed = 0; seed < ROUNDS; seed++) {
            TlsEngines peers = BouncyEngines.client(client(version, TlsImplementation.BOUNCY_CASTLE));
            check(targets, peers, new Mutation(seed, version == TlsVersion.TLS_1_3 ? 1 : 4));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aClientEndsWithAnAlert(TlsVersion version) {
        TlsEngines targets = JdkEngines.client(client(version, TlsImplementation.JDK));
        for (int seed = 0; seed < ROUNDS; seed++) {
            TlsEngines peers = BouncyEngines.server(server(version, TlsImplementation.BOUNCY_CASTLE));
            check(targets, peers, new Mutation(seed, version == TlsVersion.TLS_1_3 ? 1 : 5));
        }
    }

    private static void check(TlsEngines targets, TlsEngines peers, Mutation mutation) {
        EnginePair.End target = new EnginePair.End(targets);
        EnginePair.End peer = new EnginePair.End(peers);
        target.engine.start();
        peer.engine.start();
        boolean moved = true;
        while (moved) {
            moved = false;
            for (Bytes sent : peer.sentSince()) {
                moved = true;
                if (target.failure == null) {
                    target.receive(ByteBuffer.wrap(mutation.carry(sent.toByteArray())));
                }
            }
            for (Bytes sent : target.sentSince()) {
                moved = true;
                mutation.alert = clearAlert(sent, mutation.alert);
                if (peer.failure == null) {
                    peer.receive(sent.asReadOnlyBuffer());
                }
            }
        }
        assertTrue(mutation.done, mutation::toString);
        String what = mutation + ": " + target.failure + ", peer: " + peer.failure;
        TlsFailedException failed = assertInstanceOf(TlsFailedException.class, target.failure, what);
        assertNotEquals(Kind.INTERNAL, failed.kind(), what);
        assertNotEquals(INTERNAL_ERROR, mutation.alert, what);
        assertTrue(!String.valueOf(failed.getMessage()).contains("Exception"), what);
        assertTrue(failed.kind() == Kind.REFUSED_BY_PEER || peer.failure != null, what);
    }

    /** The alert that was sent in clear, or the last one if this is none. */
    private static int clearAlert(Bytes sent, int before) {
        byte[] record = sent.toByteArray();
        return record[0] == ALERT && record.length == 7 ? record[6] : before;
    }

    /** What happens to one message of the peer. The lengths in its headers fit what is left. */
    private static final class Mutation {
        private final int seed;
        private final Random random;
        private int untilThen;
        private boolean encrypted;
        private boolean done;
        private int alert = -1;
        private String text = "nothing";

        Mutation(int seed, int messages) {
            this.seed = seed;
            this.random = new Random(seed);
            this.untilThen = random.nextInt(messages);
        }

        /** Changes one record of those that are sent at once, if it is its turn. */
        byte[] carry(byte[] sent) {
            Bytes carried = Bytes.EMPTY;
            ByteBuffer records = ByteBuffer.wrap(sent);
            while (records.hasRemaining()) {
                byte[] record = new byte[5 + (records.getShort(records.position() + 3) & 0xffff)];
                records.get(record);
                encrypted |= record[0] == CHANGE_CIPHER_SPEC;
                boolean turn = !done && !encrypted && record[0] == HANDSHAKE && untilThen-- == 0;
                carried = carried.plus(Bytes.copyOf(turn ? changed(record) : record));
            }
            return carried.toByteArray();
        }

        private byte[] changed(byte[] record) {
            byte[] body = Arrays.copyOfRange(record, HEADERS, record.length);
            assertEquals(body.length, (record[7] & 0xff) << 8 | (record[8] & 0xff), "one message in a record");
            int at = body.length == 0 ? 0 : random.nextInt(body.length);
            int way = body.length == 0 ? 2 : random.nextInt(4);
            text = "message " + record[5] + " of " + body.length + " bytes, way " + way + " at " + at;
            byte[] changed =
                    switch (way) {
                        case 0 -> flipped(body, at, 1 + random.nextInt(255));
                        case 1 -> Arrays.copyOf(body, at);
                        case 2 -> Arrays.copyOf(body, body.length + 1 + random.nextInt(40));
                        default -> without(body, at, 1 + random.nextInt(4));
                    };
            done = true;
            byte[] whole = Arrays.copyOf(record, HEADERS + changed.length);
            System.arraycopy(changed, 0, whole, HEADERS, changed.length);
            whole[3] = (byte) ((changed.length + 4) >> 8);
            whole[4] = (byte) (changed.length + 4);
            whole[7] = (byte) (changed.length >> 8);
            whole[8] = (byte) changed.length;
            return whole;
        }

        private static byte[] flipped(byte[] body, int at, int bits) {
            byte[] changed = body.clone();
            changed[at] ^= (byte) bits;
            return changed;
        }

        private static byte[] without(byte[] body, int at, int count) {
            int from = Math.min(body.length, at + count);
            byte[] changed = Arrays.copyOf(body, body.length - (from - at));
            System.arraycopy(body, from, changed, at, body.length - from);
            return changed;
        }

        @Override
        public String toString() {
            return "seed " + seed + ", " + text;
        }
    }
}
