package dev.sennit.integration.tls.programs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sennit.certs.CertificateSpec;
import dev.sennit.certs.IssuedCertificate;
import dev.sennit.integration.tls.Engine;
import dev.sennit.integration.tls.Keys;
import dev.sennit.integration.tls.OurTls;
import dev.sennit.peers.NeedsPeer;
import dev.sennit.peers.Peer;
import dev.sennit.peers.Peers;
import dev.sennit.small.Echo;
import dev.sennit.tls.TlsServerConfig;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** testssl.sh finds nothing above "low" in a server of ours with the default settings. */
class ScannedByTestsslIT {
    /**
     * What the scanner could not look at, by faults of its own. Its OpenSSL has no GOST; and its {@code s_client}, whose
     * input ends at once, most often leaves before a ticket of TLS 1.3 can come, OpenSSL's own server's too.
     */
    private static final List<String> OF_THE_SCANNER = List.of("engine_problem", "sessionresumption_ticket");

    private static final Pattern FINDING = Pattern.compile(
            "\"id\"\\s*:\\s*\"([^\"]*)\".*?\"severity\"\\s*:\\s*\"([A-Z]+)\".*?\"finding\"\\s*:\\s*\"([^\"]*)\"",
            Pattern.DOTALL);
    private static final Duration LIMIT = Duration.ofMinutes(8);

    private final OurTls ourTls = new OurTls();

    @AfterEach
    void shutDown() {
        ourTls.close();
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    @NeedsPeer("testssl")
    @Timeout(value = 9, unit = TimeUnit.MINUTES)
    void findsNothingAboveLow(Engine engine, Peers peers, Peer testssl, TestReporter reporter) throws Exception {
        Keys keys = new Keys(peers.folder());
        // Nobody fetches the list: testssl.sh asks only that there be one.
        IssuedCertificate issued = keys.issue(
                CertificateSpec.server("localhost", "127.0.0.1").crlAt(URI.create("http://localhost/ca.crl")));
        TlsServerConfig server = TlsServerConfig.of(Keys.identity(issued)).withSettings(engine.settings());
        Path verdict = peers.folder().resolve(engine + ".json");
        try (OurTls.Server serving = ourTls.serve(peers.testInterface(), server, Echo::new)) {
            testssl.exec(
                    LIMIT,
                    "testssl",
                    "--openssl=/usr/bin/openssl",
                    "--ip=one",
                    "--nodns=min",
                    "--warnings=batch",
                    "--color=0",
                    "--add-ca=" + keys.file("ca.pem"),
                    "--jsonfile=" + verdict,
                    peers.testHost() + ":" + serving.port());
        }
        Map<String, Integer> summary = new TreeMap<>();
        List<String> bad = new ArrayList<>();
        for (Matcher finding = FINDING.matcher(Files.readString(verdict)); finding.find(); ) {
            String severity = finding.group(2);
            summary.merge(severity, 1, Integer::sum);
            boolean ofTheScanner = severity.equals("WARN") && OF_THE_SCANNER.contains(finding.group(1));
            if (!ofTheScanner && !List.of("OK", "INFO", "LOW", "DEBUG").contains(severity)) {
                bad.add(severity + " " + finding.group(1) + ": " + finding.group(3));
            }
        }
        reporter.publishEntry("testssl.sh of " + engine, summary.toString());
        assertTrue(summary.getOrDefault("OK", 0) > 30, () -> "too few findings to believe: " + summary);
        assertEquals(List.of(), bad);
    }
}
