package dev.sennit.tls.bc;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
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
import dev.sennit.tls.bc.BentPeer.Plain;
import dev.sennit.tls.engine.TlsEngines;
import dev.sennit.transport.contract.Products;
import dev.sennit.transport.error.TlsFailedException;
import dev.sennit.transport.error.TlsFailedException.Kind;
import dev.sennit.x509.key.CertifiedKey;
import dev.sennit.x509.key.KeySelector;
import dev.sennit.x509.trust.Trust;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A peer changes one of its handshake messages, at random from a seed: the handshake ends at once with an alert of either
 * side, and the engine never takes the fault for its own. One subclass for each implementation.
 */
public abstract class MutatedMessagesContract {
    /** How many handshakes there are for each role and version. */
    private static final int ROUNDS = Products.isLong() ? 1000 : 200;

    /** In how many of them a client has sent a message that was changed, at least. */
    private static final int LEAST_OF_CLIENT = ROUNDS * 33 / 100;

    /** In how many of them a server has sent a message that was changed, at least. */
    private static final int LEAST_OF_SERVER = ROUNDS / 2;

    private static final int HANDSHAKE = 22;
    private static final int HEADER_BYTES = 4;
    private static final int INTERNAL_ERROR = 80;
    private static final int MOST_MESSAGES = 6;

    private static final String NAME = "server.example";
    private static final CertificateAuthority AUTHORITY = CertificateAuthority.create();
    private static final Trust TRUST = Trust.of(AUTHORITY.certificate());
    private static final CertifiedKey SERVER = identity(CertificateSpec.server(NAME));
    private static final CertifiedKey CLIENT = identity(CertificateSpec.client("client.example"));

    private static CertifiedKey identity(CertificateSpec spec) {
        IssuedCertificate issued = AUTHORITY.issue(spec);
        return CertifiedKey.of(issued.key(), issued.chain());
    }

    /** The accepting side that is tested. */
    protected abstract TlsEngines server(TlsServerConfig server);

    /** The connecting side that is tested. */
    protected abstract TlsEngines client(TlsClientConfig client);

    private static TlsSettings settings(TlsVersion version) {
        return TlsSettings.DEFAULT
                .withVersions(version, version)
                .withGroups(List.of(NamedGroup.X25519, NamedGroup.SECP256R1))
                .withAlpn("h2");
    }

    private static TlsServerConfig server(TlsVersion version) {
        return TlsServerConfig.of(SERVER).withSettings(settings(version)).withClients(ClientAuthentication.NEED, TRUST);
    }

    private static TlsClientConfig client(TlsVersion version) {
        return TlsClientConfig.of(NAME)
                .withTrust(TRUST)
                .withSettings(settings(version))
                .withKeys(KeySelector.of(CLIENT));
    }

    @ParameterizedTest
    @EnumSource(TlsVersion.class)
    public void aServerEndsWithAnAlert(TlsVersion version) {
        TlsEngines engines = server(server(version));
        int changed = 0;
        for (int seed = 0; seed < ROUNDS; seed++) {
            Mutation mutation = new Mutation(seed);
            BentPeer peer = BentPeer.client(client(version), mutation::bend);
            changed += check(engines, peer, mutation) ? 1 : 0;
        }
        assertChanged(LEAST_OF_CLIENT, changed);
    }

    @ParameterizedTest
    @EnumSource(TlsVersion.class)
    public void aClientEndsWithAnAlert(TlsVersion version) {
        TlsEngines engines = client(client(version));
        int changed = 0;
        for (int seed = 0; seed < ROUNDS; seed++) {
            Mutation mutation = new Mutation(seed);
            BentPeer peer = BentPeer.server(server(version), mutation::bend);
            changed += check(engines, peer, mutation) ? 1 : 0;
        }
        assertChanged(LEAST_OF_SERVER, changed);
    }

    private static void assertChanged(int least, int changed) {
        assertTrue(changed >= least, () -> "a message was changed in " + changed + " handshakes, of at least " + least);
    }

    /** Returns false if the handshake was over before the message of that number, or the change left it as it was. */
    private static boolean check(TlsEngines engines, BentPeer peer, Mutation mutation) {
        EnginePair.End target = new EnginePair.End(engines);
        peer.meet(target);
        if (!mutation.done) {
            return false;
        }
        String what = mutation + ": " + target.failure;
        TlsFailedException failure =
                assertInstanceOf(TlsFailedException.class, target.failure, () -> mutation + ", peer " + peer.failure());
        assertNotEquals(Kind.INTERNAL, failure.kind(), what);
        assertNotEquals(INTERNAL_ERROR, failure.alert().orElse(-1), what);
        String said = String.valueOf(failure.getMessage());
        assertTrue(!said.contains("Exception") && !said.contains("on our side"), what);
        if (failure.kind() != Kind.REFUSED_BY_PEER) {
            // A peer whose keys are others by now cannot read the alert, and gives up by itself.
            assertTrue(peer.failure() != null, what + ", but the peer was not told");
            assertNotEquals(INTERNAL_ERROR, peer.alert().orElse(-1), what);
        }
        return true;
    }

    /** What happens to the message of one number. The length in its header fits what is left. */
    private static final class Mutation {
        private final int seed;
        private final Random random;
        private int untilThen;
        private boolean done;
        private String text = "nothing";

        Mutation(int seed) {
            this.seed = seed;
            this.random = new Random(seed);
            this.untilThen = random.nextInt(MOST_MESSAGES);
        }

        List<Plain> bend(int type, byte[] record) {
            if (type != HANDSHAKE || untilThen-- != 0) {
                return List.of(new Plain(type, record));
            }
            byte[] changed = changed(record);
            done = !Arrays.equals(changed, record);
            return List.of(new Plain(type, changed));
        }

        private byte[] changed(byte[] message) {
            byte[] body = Arrays.copyOfRange(message, HEADER_BYTES, message.length);
            int at = body.length == 0 ? 0 : random.nextInt(body.length);
            int way = random.nextInt(5);
            text = "message " + message[0] + " of " + body.length + " bytes, way " + way + " at " + at;
            byte[] changed =
                    switch (body.length == 0 ? 3 : way) {
                        case 0 -> flipped(body, at, 1 << random.nextInt(8));
                        case 1 -> flipped(body, at, random.nextInt(256));
                        case 2 -> Arrays.copyOf(body, at);
                        case 3 -> Arrays.copyOf(body, body.length + 1 + random.nextInt(40));
                        default -> without(body, at, 1 + random.nextInt(4));
                    };
            byte[] whole = new byte[HEADER_BYTES + changed.length];
            whole[0] = message[0];
            whole[1] = (byte) (changed.length >> 16);
            whole[2] = (byte) (changed.length >> 8);
            whole[3] = (byte) changed.length;
            System.arraycopy(changed, 0, whole, HEADER_BYTES, changed.length);
            return whole;
        }

        private static byte[] flipped(byte[] body, int at, int bits) {
            byte[] changed = body.clone();
            changed[at] ^= (byte) bits;
            return changed;
        }

        private static byte[] without(byte[] body, int at, int count) {
            byte[] changed = Arrays.copyOf(body, Math.max(at, body.length - count));
            int from = Math.min(body.length, at + count);
            System.arraycopy(body, from, changed, at, body.length - from);
            return changed;
        }

        @Override
        public String toString() {
            return "seed " + seed + ", " + text;
        }
    }
}
