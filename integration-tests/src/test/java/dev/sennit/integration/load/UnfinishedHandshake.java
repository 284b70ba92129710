package dev.sennit.integration.load;

import dev.sennit.certs.CertificateAuthority;
import dev.sennit.certs.CertificateSpec;
import dev.sennit.certs.IssuedCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** A handshake of TLS that a client begins and does not end, and a server that waits for its end. */
final class UnfinishedHandshake {
    /** A record of 16 KiB that begins a client's hello; its last bytes never come. */
    private static final byte[] HELLO = {22, 3, 1, 64, 0, 1, 0, 63, (byte) 0xfc, 3, 3};

    private UnfinishedHandshake() {}

    /** Returns what the client sends. */
    static byte[] bytes() {
        return Arrays.copyOf(HELLO, 16_000);
    }

    /** Returns the endpoint of a server for localhost that waits for minutes; writes its certificate into a folder. */
    static String patientServer(CertificateAuthority authority, Path folder) throws IOException {
        IssuedCertificate issued = authority.issue(CertificateSpec.server("localhost"));
        Path file = Files.writeString(folder.resolve("server.pem"), issued.chainPem() + issued.keyPem());
        return "tls:0:interface=127.0.0.1:handshakeTimeout=5m:cert=" + file;
    }
}
