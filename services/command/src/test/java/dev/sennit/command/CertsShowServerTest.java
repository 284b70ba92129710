package dev.sennit.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sennit.certs.CertificateAuthority;
import dev.sennit.certs.CertificateSpec;
import dev.sennit.certs.DevelopmentCerts;
import dev.sennit.certs.IssuedCertificate;
import dev.sennit.small.Echo;
import dev.sennit.tls.ClientAuthentication;
import dev.sennit.tls.TlsServerConfig;
import dev.sennit.tls.TlsSettings;
import dev.sennit.tls.TlsVersion;
import dev.sennit.tls.layer.TlsContext;
import dev.sennit.transport.ListenOptions;
import dev.sennit.transport.Listener;
import dev.sennit.transport.ProtocolFactory;
import dev.sennit.transport.TcpAddress;
import dev.sennit.transport.nio.NioReactor;
import dev.sennit.x509.key.CertifiedKey;
import dev.sennit.x509.trust.Trust;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code sennit certs show} of servers that listen on this machine. */
class CertsShowServerTest {
    private final NioReactor reactor = new NioReactor();
    private final TestWorld world = new TestWorld(reactor);
    private final CertificateAuthority authority = CertificateAuthority.create();
    private final Path directory;

    CertsShowServerTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @AfterEach
    void shutDown() {
        reactor.close();
    }

    private int listen(ProtocolFactory<?> factory) throws InterruptedException {
        Listener listener = reactor.listen(TcpAddress.loopback(0), ListenOptions.DEFAULT, factory)
                .await(TestWorld.DEADLINE);
        return ((TcpAddress) listener.address()).port();
    }

    private int listen(TlsServerConfig server) throws InterruptedException {
        ProtocolFactory<Echo> echo = Echo::new;
        return listen(echo.through(TlsContext.server(server)));
    }

    private static TlsServerConfig server(IssuedCertificate issued) {
        return TlsServerConfig.of(CertifiedKey.of(issued.key(), issued.chain()));
    }

    private List<String> show(String... arguments) {
        String[] all = new String[arguments.length + 3];
        all[0] = "certs";
        all[1] = "show";
        all[2] = "--dir=" + directory;
        System.arraycopy(arguments, 0, all, 3, arguments.length);
        assertEquals(0, world.run(all), world.errors.text());
        assertEquals("", world.errors.text());
        return world.out.text().lines().toList();
    }

    @Test
    void showsWhatAServerShowsAndWhoBelievesIt() throws Exception {
        IssuedCertificate issued = DevelopmentCerts.in(directory)
                .identity("localhost", CertificateSpec.server("localhost"))
                .issued();
        List<String> lines = show("localhost:" + listen(server(issued)));

        assertEquals("Certificate 1 of 1: leaf", lines.get(0));
        assertEquals("  names      DNS localhost", lines.get(2));
        List<String> last = lines.subList(lines.size() - 3, lines.size());
        assertEquals("TLS: TLSv1.3, TLS_AES_128_GCM_SHA256, X25519MLKEM768", last.get(0));
        assertTrue(last.get(1).startsWith("This machine: does not believe that it is localhost: "), last.get(1));
        assertEquals("With " + directory.resolve("ca.pem") + ": believes that it is localhost", last.get(2));
    }

    @Test
    void takesEndpointStringsAndAName() throws Exception {
        DevelopmentCerts.in(directory).identity();
        IssuedCertificate issued = authority.intermediate("lower").issue("else.test");
        TlsSettings old = TlsSettings.DEFAULT.withVersions(TlsVersion.TLS_1_2, TlsVersion.TLS_1_2);
        int port = listen(server(issued).withSettings(old));
        List<String> lines = show("tcp:127.0.0.1:" + port + ":timeout=5s", "--name=other.test");

        assertEquals("Certificate 1 of 2: leaf", lines.get(0));
        assertTrue(lines.contains("TLS: TLSv1.2, TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, x25519"), world.out.text());
        String last = lines.get(lines.size() - 1);
        assertTrue(
                last.startsWith("With " + directory.resolve("ca.pem") + ": does not believe that it is other.test: "),
                last);
    }

    @Test
    void showsWhoRefusesTheHandshakeAfterwards() throws Exception {
        IssuedCertificate issued = authority.issue("localhost");
        TlsSettings old = TlsSettings.DEFAULT.withVersions(TlsVersion.TLS_1_2, TlsVersion.TLS_1_2);
        int port = listen(
                server(issued).withSettings(old).withClients(ClientAuthentication.NEED, Trust.of(authority.root())));
        List<String> lines = show("127.0.0.1:" + port);

        assertTrue(
                lines.contains(
                        "TLS: not agreed: TLS with 127.0.0.1: the peer ended the handshake with the alert handshake_failure (40):"
                                + " it found no version, cipher suite or signature in common, or wants a certificate"),
                world.out.text());
    }

    @Test
    void saysWhyThereIsNothingToShow() throws Exception {
        int port = listen(Echo::new);
        assertEquals(1, world.run("certs", "show", "127.0.0.1:" + port));
        String opening = "sennit: cannot connect to 127.0.0.1:" + port + ": TLS with ";
        assertTrue(world.errors.text().startsWith(opening), world.errors.text());
        assertEquals("", world.out.text());

        assertEquals(2, world.run("certs", "show", "nonesuch:x"));
        assertTrue(world.errors.text().contains("mistake in an endpoint"), world.errors.text());
        assertFalse(world.errors.text().contains("unexpected error"), world.errors.text());
    }
}
