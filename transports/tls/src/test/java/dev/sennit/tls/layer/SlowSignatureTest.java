package dev.sennit.tls.layer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sennit.certs.CertificateSpec;
import dev.sennit.certs.IssuedCertificate;
import dev.sennit.certs.KeyAlgorithm;
import dev.sennit.tls.ClientAuthentication;
import dev.sennit.tls.TlsImplementation;
import dev.sennit.tls.TlsServerConfig;
import dev.sennit.tls.TlsVersion;
import dev.sennit.transport.ConnectOptions;
import dev.sennit.transport.ListenOptions;
import dev.sennit.transport.Listener;
import dev.sennit.transport.TcpAddress;
import dev.sennit.transport.contract.ContractBench;
import dev.sennit.transport.contract.ContractTest;
import dev.sennit.transport.contract.Probe;
import dev.sennit.transport.contract.Script;
import dev.sennit.transport.nio.NioReactor;
import dev.sennit.transport.nio.NioSettings;
import dev.sennit.x509.key.CertifiedKey;
import dev.sennit.x509.key.KeySelector;
import dev.sennit.x509.trust.Trust;
import java.math.BigInteger;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPrivateKey;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.security.auth.x500.X500Principal;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which thread signs: a worker with an RSA key, the loop with an ECDSA key. */
class SlowSignatureTest extends ContractTest {
    private static final IssuedCertificate RSA_SERVER =
            TestCerts.AUTHORITY.issue(CertificateSpec.server(TestCerts.NAME).key(KeyAlgorithm.RSA_2048));
    private static final IssuedCertificate RSA_CLIENT =
            TestCerts.AUTHORITY.issue(CertificateSpec.client("a client").key(KeyAlgorithm.RSA_2048));

    private final NioReactor reactor = new NioReactor(NioSettings.DEFAULT.withLoops(1));
    private final List<String> threads = new CopyOnWriteArrayList<>();

    @Override
    protected ContractBench openBench() {
        return ContractBench.real(reactor, reactor, TcpAddress.loopback(0));
    }

    /**
     * A key that notes each thread that reads its secret. SunRsaSign reads the exponent for each signature. BouncyCastle's
     * engine reads the encoded key in the call in which it makes its first signature with it.
     */
    private final class NotingKey implements RSAPrivateKey {
        private static final long serialVersionUID = 1;
        private final transient RSAPrivateKey key;

        NotingKey(PrivateKey key) {
            this.key = (RSAPrivateKey) key;
        }

        private void note() {
            threads.add(Thread.currentThread().getName());
        }

        @Override
        public BigInteger getPrivateExponent() {
            note();
            return key.getPrivateExponent();
        }

        @Override
        public byte[] getEncoded() {
            note();
            return key.getEncoded();
        }

        @Override
        public BigInteger getModulus() {
            return key.getModulus();
        }

        @Override
        public String getAlgorithm() {
            return key.getAlgorithm();
        }

        @Override
        public String getFormat() {
            return key.getFormat();
        }
    }

    private CertifiedKey noting(IssuedCertificate issued) {
        CertifiedKey identity = CertifiedKey.of(new NotingKey(issued.key()), issued.chain());
        threads.clear(); // An identity proves its key when it is made.
        return identity;
    }

    private void talk(TlsPair pair) {
        Listener listener = await(reactor.listen(
                bench().listenAt(),
                ListenOptions.DEFAULT,
                serverProbes(Script.echo()).through(TlsContext.server(pair.server()))));
        Script hello = Script.idle().onMade(probe -> probe.write("hello")).onData((probe, bytes) -> probe.close());
        Probe client = await(reactor.connect(
                listener.address(),
                ConnectOptions.DEFAULT,
                clientProbes(hello).through(TlsContext.client(pair.client()))));
        waitForEnd(client, accepted(0));
    }

    private static TlsPair pair(String implementation, TlsVersion version) {
        return TlsPair.of(implementation.equals("bc") ? TlsImplementation.BOUNCY_CASTLE : TlsImplementation.JDK)
                .in(version);
    }

    @ParameterizedTest
    @CsvSource({"bc, TLS_1_2", "bc, TLS_1_3", "jdk, TLS_1_2", "jdk, TLS_1_3"})
    void aServerSignsWithRsaOnAWorker(String implementation, TlsVersion version) {
        TlsPair pair = pair(implementation, version);
        TlsServerConfig server = TlsServerConfig.of(noting(RSA_SERVER))
                .withSettings(pair.server().settings());
        talk(pair.withServer(server));
        assertOnWorkers();
    }

    @ParameterizedTest
    @CsvSource({"bc, TLS_1_2", "bc, TLS_1_3", "jdk, TLS_1_2", "jdk, TLS_1_3"})
    void aClientSignsWithRsaOnAWorker(String implementation, TlsVersion version) {
        TlsPair pair = pair(implementation, version);
        talk(pair.withClient(pair.client().withKeys(KeySelector.byName(List.of(noting(RSA_CLIENT)))))
                .withServer(pair.server().withClients(ClientAuthentication.NEED, TestCerts.TRUST)));
        assertOnWorkers();
    }

    private void assertOnWorkers() {
        assertFalse(threads.isEmpty(), "nobody signed");
        assertTrue(threads.stream().allMatch(name -> name.contains("-worker-")), threads.toString());
    }

    /** Notes the threads of its checks, which do not block. */
    private final class NotingTrust implements Trust {
        @Override
        public void checkServer(List<X509Certificate> chain, String name) {
            threads.add(Thread.currentThread().getName());
            TestCerts.TRUST.checkServer(chain, name);
        }

        @Override
        public void checkClient(List<X509Certificate> chain) {
            threads.add(Thread.currentThread().getName());
            TestCerts.TRUST.checkClient(chain);
        }

        @Override
        public List<X500Principal> acceptedIssuers() {
            return List.of();
        }
    }

    @ParameterizedTest
    @CsvSource({"bc, TLS_1_2", "bc, TLS_1_3", "jdk, TLS_1_2", "jdk, TLS_1_3"})
    void allElseIsDoneOnTheLoop(String implementation, TlsVersion version) {
        TlsPair pair = pair(implementation, version);
        talk(pair.withClient(pair.client().withTrust(new NotingTrust()).withKeys(KeySelector.of(TestCerts.CLIENT)))
                .withServer(pair.server().withClients(ClientAuthentication.NEED, new NotingTrust())));
        assertEquals(2, threads.size(), "one check at each side");
        assertTrue(threads.stream().allMatch(name -> name.contains("-loop-")), threads.toString());
    }
}
