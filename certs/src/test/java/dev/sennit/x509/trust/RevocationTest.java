package dev.sennit.x509.trust;

import static dev.sennit.x509.trust.PathTrustTest.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import dev.sennit.certs.CertificateAuthority;
import dev.sennit.certs.CertificateAuthority.OcspStatus;
import dev.sennit.certs.CertificateSpec;
import dev.sennit.certs.IssuedCertificate;
import dev.sennit.certs.Pem;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RevocationTest {
    private static final String HOST = "host.example";
    private static final CertificateAuthority ROOT = CertificateAuthority.create();
    private static final CertificateAuthority MIDDLE = ROOT.intermediate("Middle");
    private static final IssuedCertificate GOOD = MIDDLE.issue(HOST);
    private static final IssuedCertificate BAD = MIDDLE.issue(HOST);
    private static final X509CRL ROOT_LIST = ROOT.crl();
    private static final X509CRL MIDDLE_LIST = MIDDLE.crl(BAD.certificate());

    private final Path folder;

    RevocationTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void looksIntoLists() throws IOException {
        PathTrust trust = trust(Revocation.lists(write(ROOT_LIST, MIDDLE_LIST)));
        trust.checkServer(GOOD.chain(), HOST);
        trust.checkClient(GOOD.chain());
        assertFalse(trust.mayBlock());
        var refused = assertThrows(CertificateRefusedException.class, () -> trust.checkServer(BAD.chain(), HOST));
        assertEquals(CertificateRefusedException.CERTIFICATE_REVOKED, refused.alert());
        assertTrue(
                String.valueOf(refused.getMessage())
                        .matches("certificate 'CN=host.example' was revoked on 20\\d\\d-[^ ]+Z \\(\\w+\\)"),
                refused.getMessage());
    }

    @Test
    void looksAtTheAuthoritiesToo() throws IOException {
        X509CRL list = ROOT.crl(MIDDLE.certificate());
        PathTrust trust = trust(Revocation.lists(write(list, MIDDLE_LIST)));
        var refused = assertThrows(CertificateRefusedException.class, () -> trust.checkServer(GOOD.chain(), HOST));
        assertTrue(String.valueOf(refused.getMessage()).startsWith("certificate 'CN=Middle' was revoked on "));
        trust(Revocation.lists(write(list, MIDDLE_LIST)).forLeafOnly()).checkServer(GOOD.chain(), HOST);
    }

    @Test
    void refusesWhenNoListTellsUnlessSoft() throws IOException {
        Revocation onlyRoot = Revocation.lists(write(ROOT_LIST));
        var refused = assertThrows(
                CertificateRefusedException.class, () -> trust(onlyRoot).checkServer(GOOD.chain(), HOST));
        assertEquals(CertificateRefusedException.CERTIFICATE_UNKNOWN, refused.alert());
        assertTrue(String.valueOf(refused.getMessage())
                .startsWith("certificate 'CN=host.example' may have been revoked: there is no revocation list of its"
                        + " issuer, 'CN=Middle'; there is "));
        trust(onlyRoot.withSoftFail()).checkServer(GOOD.chain(), HOST);
    }

    @Test
    void refusesARevokedOneEvenWhenSoft() throws IOException {
        Revocation soft = Revocation.lists(write(ROOT_LIST, MIDDLE_LIST)).withSoftFail();
        assertThrows(CertificateRefusedException.class, () -> trust(soft).checkServer(BAD.chain(), HOST));
    }

    @Test
    void doesNotBelieveAListThatIsOutOfDateOrOfAnotherAuthority() throws IOException {
        Clock past = Clock.offset(Clock.systemUTC(), Duration.ofDays(-30));
        X509CRL old = MIDDLE.at(past).crl();
        assertThrows(CertificateRefusedException.class, () -> trust(Revocation.lists(write(ROOT_LIST, old)))
                .checkServer(GOOD.chain(), HOST));
        X509CRL forged = CertificateAuthority.create().intermediate("Middle").crl();
        assertThrows(CertificateRefusedException.class, () -> trust(Revocation.lists(write(ROOT_LIST, forged)))
                .checkServer(GOOD.chain(), HOST));
    }

    @ParameterizedTest
    @EnumSource(OcspStatus.class)
    void asksTheResponder(OcspStatus status) throws IOException {
        HttpServer responder = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        AtomicInteger questions = new AtomicInteger();
        try {
            URI address =
                    URI.create("http://127.0.0.1:" + responder.getAddress().getPort() + "/");
            IssuedCertificate leaf = ROOT.issue(CertificateSpec.server(HOST).ocspAt(address));
            byte[] answer = ROOT.ocspResponse(leaf.certificate(), status);
            responder.createContext("/", exchange -> {
                questions.incrementAndGet();
                exchange.getRequestBody().readAllBytes();
                exchange.getResponseHeaders().add("Content-Type", "application/ocsp-response");
                exchange.sendResponseHeaders(200, answer.length);
                exchange.getResponseBody().write(answer);
                exchange.close();
            });
            responder.start();
            PathTrust trust = trust(Revocation.ocsp());
            assertTrue(trust.mayBlock());
            if (status == OcspStatus.GOOD) {
                trust.checkServer(leaf.chain(), HOST);
            } else {
                var refused =
                        assertThrows(CertificateRefusedException.class, () -> trust.checkServer(leaf.chain(), HOST));
                assertEquals(
                        status == OcspStatus.REVOKED
                                ? CertificateRefusedException.CERTIFICATE_REVOKED
                                : CertificateRefusedException.CERTIFICATE_UNKNOWN,
                        refused.alert());
                assertEquals(
                        status == OcspStatus.UNKNOWN,
                        String.valueOf(refused.getMessage()).contains("the OCSP responder " + address));
            }
            assertEquals(1, questions.get());
        } finally {
            responder.stop(0);
        }
    }

    @Test
    void refusesWhenNoResponderCanBeAskedUnlessSoft() {
        Revocation ocsp = Revocation.ocsp();
        assertRefused(
                46, "certificate 'CN=host.example' may have been revoked: it names no OCSP responder", () -> trust(ocsp)
                        .checkServer(GOOD.chain(), HOST));
        trust(ocsp.withSoftFail()).checkServer(GOOD.chain(), HOST);
    }

    @Test
    void asksForNothingWhereTheLeafItselfIsTrusted() {
        for (Revocation revocation :
                List.of(Revocation.ocsp(), Revocation.ocsp().forLeafOnly())) {
            Trust.of(GOOD.certificate()).withRevocation(revocation).checkServer(GOOD.chain(), HOST);
        }
    }

    @Test
    void asksTheResponderItIsGiven() {
        URI nobody = URI.create("http://me:geheim@127.0.0.1:1/");
        Revocation ocsp = Revocation.ocsp(nobody);
        var refused = assertThrows(
                CertificateRefusedException.class, () -> trust(ocsp).checkServer(GOOD.chain(), HOST));
        assertEquals(CertificateRefusedException.CERTIFICATE_UNKNOWN, refused.alert());
        assertTrue(
                String.valueOf(refused.getMessage())
                        .startsWith("certificate 'CN=host.example' may have been revoked: the OCSP responder"
                                + " http://127.0.0.1:1/ gave no answer that tells: Connection refused"),
                refused.getMessage());
        trust(ocsp.withSoftFail()).checkServer(GOOD.chain(), HOST);
    }

    private Path write(X509CRL... lists) throws IOException {
        StringBuilder text = new StringBuilder();
        for (X509CRL list : lists) {
            text.append(Pem.crl(list));
        }
        return Files.writeString(folder.resolve("lists.pem"), text);
    }

    private static PathTrust trust(Revocation revocation) {
        X509Certificate root = ROOT.certificate();
        return Trust.of(root).withRevocation(revocation);
    }
}
