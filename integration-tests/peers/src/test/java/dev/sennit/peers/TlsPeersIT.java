package dev.sennit.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sennit.certs.CertificateAuthority;
import dev.sennit.certs.IssuedCertificate;
import dev.sennit.certs.Pem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Servers and clients of TLS with keys and certificates of the test's own, which both ends check. */
class TlsPeersIT {
    @Test
    @NeedsPeer("openssl")
    void opensslServesAndCallsWithOurKeys(Peers peers) throws Exception {
        Keys keys = Keys.in(peers.folder());
        Peer server = peers.start("openssl", keys.server("ARGS", "-tls1_2 -alpn chat/1"));
        String call = "printf 'sennit\\nCLOSE\\n' | openssl s_client -connect 127.0.0.1:" + server.innerPort(0)
                + " -CAfile " + keys.ca() + " -verify_return_error -verify_hostname localhost -alpn chat/1 -ign_eof";
        String said =
                server.exec("sh", "-c", call + keys.client(" -cert ", " -key ")).outputOfSuccess();
        assertTrue(said.contains("\ntinnes\n"), said);
        assertTrue(said.contains("ALPN protocol: chat/1"), said);
        assertTrue(said.contains("Protocol  : TLSv1.2"), said);
        assertNotEquals(0, server.exec("sh", "-c", call).exitCode(), "without a certificate");
    }

    @Test
    @NeedsPeer("gnutls")
    void gnutlsServesAndCallsWithOurKeys(Peers peers) throws Exception {
        Keys keys = Keys.in(peers.folder());
        Peer server = peers.start("gnutls", keys.server("ARGS", "--alpn=chat/1"));
        String call = "printf 'sennit\\n' | gnutls-cli --x509cafile " + keys.ca() + " --alpn chat/1 -p "
                + server.innerPort(0) + " --verify-hostname=localhost 127.0.0.1";
        String said = server.exec("sh", "-c", call + keys.client(" --x509certfile ", " --x509keyfile "))
                .outputOfSuccess();
        assertTrue(said.contains("\nsennit\n"), said);
        assertTrue(said.contains("Application protocol: chat/1"), said);
        assertNotEquals(0, server.exec("sh", "-c", call).exitCode(), "without a certificate");
    }

    @Test
    @NeedsPeer("twistedtls")
    void twistedServesAndCallsWithOurKeys(Peers peers) throws Exception {
        Keys keys = Keys.in(peers.folder());
        Peer server = peers.start("twistedtls", keys.server("ALPN", "news/1,chat/1"));
        String port = Integer.toString(server.innerPort(0));
        List<String> tls = List.of("twisted_client.py", "--tls", "localhost", "--ca", keys.ca(), "--alpn", "chat/1");
        List<String> own = List.of("--cert", keys.clientCertificate(), "--key", keys.clientKey());
        List<String> call = List.of("echo", "127.0.0.1", port, "over");
        String said = server.exec(joined(List.of(tls, own, call))).outputOfSuccess();
        assertEquals("tls TLSv1.3 chat/1\nover\n", said);
        Execution refused = server.exec(joined(List.of(tls, call)));
        assertNotEquals(0, refused.exitCode(), refused::output);
        assertTrue(refused.output().contains("certificate required"), refused::output);
    }

    @Test
    @NeedsPeer({"nginx", "curl"})
    void nginxServesAndCurlCallsWithOurKeys(Peers peers) throws Exception {
        Keys keys = Keys.in(peers.folder());
        Peer server = peers.start("nginx", keys.server("BACKEND", "127.0.0.1:9"));
        String url = "https://127.0.0.1:" + server.innerPort(1) + "/";
        List<String> call = List.of("curl", "-sS", "-f", "--noproxy", "*", "--cacert", keys.ca(), url);
        List<String> own = List.of("--cert", keys.clientCertificate(), "--key", keys.clientKey());
        assertEquals("nginx\n", server.exec(joined(List.of(call, own))).outputOfSuccess());
        assertEquals(22, server.exec(joined(List.of(call))).exitCode(), "without a certificate");
    }

    @Test
    @NeedsPeer({"openssl", "testssl"})
    void testsslJudgesAServer(Peers peers) throws Exception {
        Keys keys = Keys.in(peers.folder());
        Peer server = peers.start("openssl", Map.of("CERT", keys.serverCertificate(), "ARGS", "-www -no_tls1_3"));
        Path verdict = peers.folder().resolve("verdict.json");
        String said = server.exec(
                        Duration.ofMinutes(2),
                        "testssl",
                        "--openssl=/usr/bin/openssl",
                        "--ip=one",
                        "--warnings=batch",
                        "--color=0",
                        "--protocols",
                        "--jsonfile=" + verdict,
                        "127.0.0.1:" + server.innerPort(0))
                .output();
        String json = Files.readString(verdict);
        assertTrue(json.matches("(?s).*\"TLS1_2\"[^}]*\"offered\".*"), () -> said + json);
        assertTrue(json.matches("(?s).*\"TLS1_3\"[^}]*\"not offered.*"), () -> said + json);
    }

    private static String[] joined(List<List<String>> parts) {
        return parts.stream().flatMap(List::stream).toArray(String[]::new);
    }

    /** Certificates of one authority, as files that peers see. */
    private record Keys(Path folder) {
        static Keys in(Path folder) throws IOException {
            CertificateAuthority authority = CertificateAuthority.create();
            Files.writeString(folder.resolve("ca.pem"), Pem.certificates(List.of(authority.certificate())));
            for (String name : List.of("server", "client")) {
                IssuedCertificate issued = authority.issue("localhost", "127.0.0.1");
                Files.writeString(folder.resolve(name + ".pem"), issued.chainPem() + issued.keyPem());
                Files.writeString(folder.resolve(name + ".key"), issued.keyPem());
            }
            return new Keys(folder);
        }

        /** The environment of a server that wants certificates of its clients, and one thing more. */
        Map<String, String> server(String name, String value) {
            Map<String, String> environment =
                    new HashMap<>(Map.of("CERT", serverCertificate(), "KEY", file("server.key"), "CA", ca()));
            environment.put(name, value);
            return environment;
        }

        /** The arguments of a client for a shell. */
        String client(String certificateOption, String keyOption) {
            return certificateOption + clientCertificate() + keyOption + clientKey();
        }

        String ca() {
            return file("ca.pem");
        }

        String serverCertificate() {
            return file("server.pem");
        }

        String clientCertificate() {
            return file("client.pem");
        }

        String clientKey() {
            return file("client.key");
        }

        private String file(String name) {
            return folder.resolve(name).toString();
        }
    }
}
