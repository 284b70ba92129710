package dev.sennit.integration.tls.boringssl;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sennit.certs.IssuedCertificate;
import dev.sennit.certs.KeyAlgorithm;
import dev.sennit.integration.tls.ConnectionResult;
import dev.sennit.integration.tls.Keys;
import dev.sennit.integration.tls.LineClient;
import dev.sennit.integration.tls.LineServer;
import dev.sennit.integration.tls.OurTls;
import dev.sennit.tls.TlsClientConfig;
import dev.sennit.tls.TlsServerConfig;
import dev.sennit.tls.TlsVersion;
import dev.sennit.transport.TcpAddress;
import dev.sennit.transport.deferred.Deferred;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/** What the tests with BoringSSL share: keys, both sides, and calls in both directions. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class BoringSslTests {
    final OurTls ourTls = new OurTls();
    final BoringSsl boring = new BoringSsl();
    final Keys keys;

    BoringSslTests(Path folder) throws IOException {
        this.keys = new Keys(folder);
    }

    @BeforeAll
    void needsItsLibrary() {
        assumeTrue(
                OpenSsl.isAvailable(), () -> "netty-tcnative has no BoringSSL here: " + OpenSsl.unavailabilityCause());
    }

    @AfterAll
    void shutDown() {
        boring.close();
        ourTls.close();
    }

    SslContextBuilder theirClient(TlsVersion version) {
        return SslContextBuilder.forClient()
                .sslProvider(SslProvider.OPENSSL)
                .protocols(version.standardName())
                .trustManager(keys.authority());
    }

    SslContextBuilder theirServer(KeyAlgorithm key, TlsVersion version) {
        IssuedCertificate issued = keys.server(key);
        return SslContextBuilder.forServer(issued.key(), issued.chain().toArray(X509Certificate[]::new))
                .sslProvider(SslProvider.OPENSSL)
                .protocols(version.standardName());
    }

    SslContextBuilder theirServer(TlsVersion version) {
        return theirServer(KeyAlgorithm.ECDSA_P256, version);
    }

    TlsServerConfig ourServer() {
        return TlsServerConfig.of(Keys.identity(keys.server()));
    }

    TlsClientConfig ourClient() {
        return TlsClientConfig.of("localhost").withTrust(keys.trust());
    }

    BoringSslMeeting theyCall(SslContext client, TlsServerConfig server) throws Exception {
        return theyCall(client, server, LineClient.LINE);
    }

    BoringSslMeeting theyCall(SslContext client, TlsServerConfig server, String line) throws Exception {
        try (OurTls.Server serving = ourTls.serve("127.0.0.1", server, LineServer::new)) {
            return theyCall(client, serving, line);
        }
    }

    BoringSslMeeting theyCall(SslContext client, OurTls.Server server, String line) throws Exception {
        return new BoringSslMeeting(boring.call(client, server.port(), line), server.next(), Optional.empty());
    }

    BoringSslMeeting weCall(SslContext server, TlsClientConfig client) throws Exception {
        return weCall(server, client, LineClient.LINE);
    }

    BoringSslMeeting weCall(SslContext server, TlsClientConfig client, String line) throws Exception {
        try (BoringSsl.Server serving = boring.serve(server)) {
            return weCall(serving, ourTls.client(client), line);
        }
    }

    static BoringSslMeeting weCall(BoringSsl.Server server, OurTls.Client client, String line) throws Exception {
        Deferred.Source<String> reply = new Deferred.Source<>();
        client.connect(TcpAddress.loopback(server.port()), transport -> new LineClient(transport, line, reply));
        ConnectionResult result = client.next();
        Optional<String> received =
                result.session().isPresent() ? Optional.of(reply.deferred().await(OurTls.LIMIT)) : Optional.empty();
        return new BoringSslMeeting(server.next(), result, received);
    }
}
