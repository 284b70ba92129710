package dev.sennit.peers;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sennit.certs.CertificateAuthority;
import dev.sennit.certs.IssuedCertificate;
import dev.sennit.certs.Pem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OwnKeysIT {
    @Test
    @NeedsPeer({"openssl", "curl"})
    void aCertificateOfOursIsTrustedByCurl(Peers peers) throws Exception {
        CertificateAuthority authority = CertificateAuthority.create();
        IssuedCertificate issued = authority.issue("localhost", "127.0.0.1");
        Path ca = Files.writeString(peers.folder().resolve("ca.pem"), Pem.certificates(List.of(authority.root())));
        Path server = Files.writeString(peers.folder().resolve("server.pem"), issued.chainPem() + issued.keyPem());

        Peer openssl = peers.start("openssl", Map.of("CERT", server.toString(), "ARGS", "-www -tls1_2"));
        String url = "https://127.0.0.1:" + openssl.innerPort(0) + "/";
        Execution fetched = openssl.exec("curl", "-sS", "--noproxy", "*", "--cacert", ca.toString(), url);
        assertTrue(fetched.outputOfSuccess().contains("TLSv1.2"), fetched.output());
    }
}
