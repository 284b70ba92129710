package dev.sennit.integration.tls;

import static dev.sennit.transport.tls.TlsVersion.TLS_1_2;
import static dev.sennit.transport.tls.TlsVersion.TLS_1_3;
import static java.util.Objects.requireNonNull;

import dev.sennit.certs.CertificateSpec;
import dev.sennit.certs.IssuedCertificate;
import dev.sennit.certs.KeyKind;
import dev.sennit.certs.Pem;
import dev.sennit.peers.NeedsPeer;
import dev.sennit.peers.Peer;
import dev.sennit.peers.Peers;
import dev.sennit.transport.tls.TlsVersion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Clients of ours call servers that others wrote: what each side sees, good and bad. */
@NeedsPeer({"openssl", "gnutls", "twistedtls"})
abstract class TheirServersContract {
    private static final List<String> ROLES = List.of("openssl", "gnutls", "twistedtls");

    private final List<Engine> engines;
    private final OurTls ourTls;
    private final List<Row> rows = new ArrayList<>();

    TheirServersContract(Manner manner, Engine... engines) {
        this.engines = List.of(engines);
        this.ourTls = new OurTls(manner);
    }

    @AfterEach
    void shutDown() {
        ourTls.close();
    }

    /** Starts servers with keys in the peers' folder. */
    private record Place(Keys keys, Peers peers) {
        static Place of(Peers peers) throws Exception {
            return new Place(new Keys(peers.folder()), peers);
        }

        TheirServer serve(String role, IssuedCertificate issued, String... more) throws Exception {
            String name = role + "-" + issued.certificate().getSerialNumber().toString(16);
            keys.write(name, issued);
            Map<String, String> environment =
                    new HashMap<>(Map.of("CERT", keys.file(name + ".pem"), "KEY", keys.file(name + ".key")));
            String arguments = role.equals("openssl") ? "-cert_chain " + keys.file(name + ".pem") : "";
            for (int i = 0; i < more.length; i += 2) {
                if (more[i].equals("ARGS")) {
                    arguments += " " + more[i + 1];
                } else {
                    environment.put(more[i], more[i + 1]);
                }
            }
            environment.put("ARGS", arguments.strip());
            Peer peer = peers.start(role, environment);
            return new TheirServer(peer);
        }

        OurClient client(Engine engine) {
            return OurClient.of(engine, keys.file(Keys.CA));
        }

        OurClient client(Engine engine, TlsVersion version) {
            return client(engine).in(version);
        }
    }

    private void row(String name, Place place, TheirServer server, OurClient client, String theirs, String ours) {
        rows.add(new Row(name, theirs, ours, () -> server.call(ourTls.client(client, place.keys()), theirs)));
    }

    /** What we see of a server that is all right: OpenSSL's answers lines reversed, the others' as they are. */
    private static String good(TlsVersion version, String role) {
        return version.standardName() + " peer=localhost; " + (role.equals("openssl") ? "yoha" : "ahoy");
    }

    private List<DynamicTest> tests() {
        return rows.stream().map(Row::test).toList();
    }

    @TestFactory
    List<DynamicTest> eachProgramIsCalledInEachVersionWithEachKindOfKey(Peers peers) throws Exception {
        Place place = Place.of(peers);
        for (String role : ROLES) {
            for (KeyKind kind : Keys.KINDS) {
                TheirServer server = place.serve(role, place.keys().server(kind));
                for (Engine engine : engines) {
                    for (TlsVersion version : TlsVersion.values()) {
                        row(
                                engine + " calls " + role + " in " + version + " with " + kind,
                                place,
                                server,
                                place.client(engine, version),
                                "…",
                                good(version, role));
                    }
                }
            }
        }
        return tests();
    }

    @TestFactory
    List<DynamicTest> weShowWhoWeAre(Peers peers) throws Exception {
        Place place = Place.of(peers);
        IssuedCertificate alice = place.keys().issue(CertificateSpec.client("alice"));
        IssuedCertificate mallory = place.keys().issueByAnother(CertificateSpec.client("mallory"));
        for (String role : ROLES) {
            TheirServer server =
                    place.serve(role, place.keys().server(), "CA", place.keys().file("ca.pem"));
            for (Engine engine : engines) {
                for (TlsVersion version : TlsVersion.values()) {
                    String name = " certificate, " + engine + " calls " + role + " in " + version;
                    OurClient client = place.client(engine, version);
                    row("with" + name, place, server, client.showing(alice), "…", good(version, role));
                    row("without" + name, place, server, client, "…", withoutCertificate(version, role));
                    row(
                            "with another authority's" + name,
                            place,
                            server,
                            client.showing(mallory),
                            "…",
                            role.equals("gnutls")
                                    ? "…REFUSED_BY_PEER 49: the peer ended the …"
                                    : "…REFUSED_BY_PEER 48: the peer ended the …it does not know who issued our"
                                            + " certificate…");
                }
            }
        }
        return tests();
    }

    /** In TLS 1.3 the refusal comes after our handshake is done, and so perhaps after the protocol has begun. */
    private static String withoutCertificate(TlsVersion version, String role) {
        if (version == TLS_1_3) {
            return "…REFUSED_BY_PEER 116: the peer ended the connection with the alert certificate_required (116):"
                    + " it wants a certificate of ours…";
        }
        return role.equals("gnutls")
                ? "REFUSED_BY_PEER 50: the peer ended the handshake with the alert decode_error (50)"
                : "REFUSED_BY_PEER 40: the peer ended the handshake with the alert handshake_failure (40):"
                        + " it found no version, cipher suite or signature in common, or wants a certificate";
    }

    @TestFactory
    List<DynamicTest> bothAgreeOnAnApplicationProtocol(Peers peers) throws Exception {
        Place place = Place.of(peers);
        Map<String, String[]> settings = Map.of(
                "openssl", new String[] {"ARGS", "-alpn rope"},
                "gnutls", new String[] {"ARGS", "--alpn=rope"},
                "twistedtls", new String[] {"ALPN", "rope"});
        for (String role : ROLES) {
            TheirServer server = place.serve(role, place.keys().server(), requireNonNull(settings.get(role)));
            for (Engine engine : engines) {
                for (TlsVersion version : TlsVersion.values()) {
                    String name = ", " + engine + " calls " + role + " in " + version;
                    OurClient client = place.client(engine, version);
                    String good = good(version, role);
                    row("no protocol" + name, place, server, client, "…", good);
                    row(
                            "a protocol of theirs" + name,
                            place,
                            server,
                            client.speaking("hemp", "rope"),
                            "…",
                            good.replace(" peer", " alpn=rope peer"));
                    // GnuTLS goes on without any, and Twisted's OpenSSL throws.
                    String none =
                            switch (role) {
                                case "openssl" ->
                                    "REFUSED_BY_PEER 120: the peer ended the handshake with the alert"
                                            + " no_application_protocol (120): it speaks none of our application"
                                            + " protocols";
                                case "gnutls" -> good;
                                default ->
                                    "REFUSED_BY_PEER 80: the peer ended the handshake with the alert internal_error"
                                            + " (80)";
                            };
                    row("another protocol" + name, place, server, client.speaking("hemp"), "…", none);
                }
            }
        }
        return tests();
    }

    @TestFactory
    List<DynamicTest> theNameThatWeAskForChoosesTheCertificate(Peers peers) throws Exception {
        Place place = Place.of(peers);
        place.keys().write("two", place.keys().issue(CertificateSpec.server("two.test")));
        String second = "-servername two.test -cert2 " + place.keys().file("two.pem") + " -key2 "
                + place.keys().file("two.key");
        TheirServer server = place.serve(
                "openssl", place.keys().issue(CertificateSpec.server("*.wild.test", "127.0.0.1")), "ARGS", second);
        String other = "CERTIFICATE 46: certificate 'CN=*.wild.test' is for *.wild.test, 127.0.0.1; wanted ";
        for (Engine engine : engines) {
            for (TlsVersion version : TlsVersion.values()) {
                Map<String, String> expected = Map.of(
                        "two.test", version.standardName() + " peer=two.test; yoha",
                        "any.wild.test", version.standardName() + " peer=*.wild.test; yoha",
                        "127.0.0.1", version.standardName() + " peer=*.wild.test; yoha",
                        "three.test", other + "three.test",
                        "two.any.wild.test", other + "two.any.wild.test");
                expected.forEach((name, ours) -> row(
                        engine + " asks for " + name + " in " + version,
                        place,
                        server,
                        place.client(engine, version).to(name),
                        "…",
                        ours));
            }
        }
        return tests();
    }

    /**
     * A certificate that we refuse.
     *
     * @param bc the alert that BouncyCastle's engine sends, which fits
     * @param jdk the alert that SunJSSE sends in TLS 1.2; in 1.3 it is always certificate_unknown
     * @param why what we say
     */
    private record Bad(String what, IssuedCertificate issued, String bc, String jdk, String why) {
        String theirs(Engine engine, TlsVersion version) {
            if (isShownToNobody(engine)) {
                return "…CONNECTION FAILURE…no suitable signature algorithm…";
            }
            String alert = engine == Engine.BC ? bc : version == TLS_1_2 ? jdk : "certificate unknown";
            return "…CONNECTION FAILURE…alert " + alert + "…";
        }

        String ours(Engine engine) {
            return isShownToNobody(engine)
                    ? "REFUSED_BY_PEER 40: the peer ended the handshake with the alert handshake_failure (40):"
                            + " it found no version, cipher suite or signature in common, or wants a certificate"
                    : "CERTIFICATE " + why;
        }

        /** SunJSSE offers no signature over SHA-1, so OpenSSL shows it no such certificate. */
        private boolean isShownToNobody(Engine engine) {
            return engine == Engine.JDK && why.contains("SHA1with");
        }
    }

    private static List<Bad> bad(Keys keys) throws Exception {
        CertificateSpec spec = CertificateSpec.server("localhost");
        String unknown = "certificate unknown";
        return List.of(
                new Bad(
                        "for another name",
                        keys.issue(CertificateSpec.server("else.test")),
                        unknown,
                        unknown,
                        "46: certificate 'CN=else.test' is for else.test; wanted localhost"),
                new Bad(
                        "expired",
                        keys.issue(spec.expired()),
                        "certificate expired",
                        "certificate expired",
                        "45: certificate 'CN=localhost' expired on …; it is now …"),
                new Bad(
                        "not yet valid",
                        keys.issue(spec.notYetValid()),
                        "certificate expired",
                        "certificate expired",
                        "45: certificate 'CN=localhost' is not valid before …; it is now …"),
                new Bad(
                        "without names",
                        keys.issue(spec.withoutNames()),
                        unknown,
                        unknown,
                        "46: certificate 'CN=localhost' names no host as subject alternative name (the common name does"
                                + " not count); wanted localhost"),
                new Bad(
                        "for clients",
                        keys.issue(CertificateSpec.client("localhost", "localhost")),
                        "unsupported certificate",
                        "unsupported certificate",
                        "43: certificate 'CN=localhost' is not for a server: its extended key usage lacks"
                                + " 1.3.6.1.5.5.7.3.1"),
                new Bad(
                        "signed over SHA-1",
                        keys.issue(spec.signedWithSha1()),
                        "bad certificate",
                        "bad certificate",
                        "42: certificate 'CN=localhost' is signed with SHA1withECDSA; wanted a signature with SHA-256"
                                + " or stronger"),
                new Bad(
                        "of another authority",
                        keys.issueByAnother(spec),
                        "unknown ca",
                        unknown,
                        "48: certificate 'CN=localhost' has an unknown issuer, 'CN=Another CA'"));
    }

    @TestFactory
    List<DynamicTest> weRefuseWhatWeShould(Peers peers) throws Exception {
        Place place = Place.of(peers);
        for (Bad each : bad(place.keys())) {
            TheirServer server = place.serve("openssl", each.issued(), "ARGS", "-cipher DEFAULT@SECLEVEL=0");
            for (Engine engine : engines) {
                for (TlsVersion version : TlsVersion.values()) {
                    row(
                            engine + " refuses a certificate " + each.what() + " in " + version,
                            place,
                            server,
                            place.client(engine, version),
                            each.theirs(engine, version),
                            each.ours(engine));
                }
            }
        }
        return tests();
    }

    @TestFactory
    List<DynamicTest> whatIsTooOldIsRefused(Peers peers) throws Exception {
        Place place = Place.of(peers);
        String noVersion = "REFUSED_BY_PEER 70: the peer ended the handshake with the alert protocol_version (70):"
                + " it speaks no version that we do";
        String noSuite = "REFUSED_BY_PEER 40: the peer ended the handshake with the alert handshake_failure (40):"
                + " it found no version, cipher suite or signature in common, or wants a certificate";
        Map<String, String> old = Map.of(
                "-tls1 -cipher DEFAULT@SECLEVEL=0", noVersion,
                "-tls1_1 -cipher DEFAULT@SECLEVEL=0", noVersion,
                "-tls1_2 -cipher AES128-GCM-SHA256", noSuite,
                "-tls1_2 -cipher ECDHE-RSA-AES128-SHA", noSuite);
        for (Map.Entry<String, String> each : old.entrySet()) {
            TheirServer server = place.serve("openssl", place.keys().server(KeyKind.RSA_2048), "ARGS", each.getKey());
            for (Engine engine : engines) {
                row(engine + " calls " + each.getKey(), place, server, place.client(engine), "…", each.getValue());
            }
        }
        for (TlsVersion theirs : TlsVersion.values()) {
            TheirServer server =
                    place.serve("openssl", place.keys().server(), "ARGS", theirs == TLS_1_2 ? "-tls1_2" : "-tls1_3");
            TlsVersion ours = theirs == TLS_1_2 ? TLS_1_3 : TLS_1_2;
            for (Engine engine : engines) {
                row(
                        engine + " of " + ours + " only calls " + theirs,
                        place,
                        server,
                        place.client(engine, ours),
                        "…",
                        noVersion);
            }
        }
        return tests();
    }

    @TestFactory
    List<DynamicTest> whomWeTrustDecides(Peers peers) throws Exception {
        Place place = Place.of(peers);
        TheirServer server = place.serve("openssl", place.keys().server());
        String leaf = place.keys().file("leaf.pem");
        Files.writeString(
                Path.of(leaf), Pem.certificates(List.of(place.keys().server().certificate())));
        for (Engine engine : engines) {
            OurClient client = place.client(engine);
            row(
                    engine + " trusts the platform's authorities",
                    place,
                    server,
                    client.trusting(Optional.empty()),
                    "…",
                    "CERTIFICATE 48: certificate 'CN=lower' has an unknown issuer, 'CN=Sennit test CA'");
            row(
                    engine + " trusts the leaf itself",
                    place,
                    server,
                    client.trusting(Optional.of(leaf)),
                    "…",
                    good(TLS_1_3, "openssl"));
        }
        return tests();
    }

    @TestFactory
    List<DynamicTest> weRefuseWhatItsAuthorityHasRevoked(Peers peers) throws Exception {
        Place place = Place.of(peers);
        IssuedCertificate good = place.keys().issue(CertificateSpec.server("localhost"));
        IssuedCertificate revoked = place.keys().issue(CertificateSpec.server("localhost"));
        String crl = place.keys().revoke(revoked);
        TheirServer honest = place.serve("openssl", good);
        TheirServer stolen = place.serve("openssl", revoked);
        for (Engine engine : engines) {
            for (TlsVersion version : TlsVersion.values()) {
                String how = ", " + engine + " in " + version;
                OurClient client = place.client(engine, version);
                row("good and on no list" + how, place, honest, client.withCrl(crl), "…", good(version, "openssl"));
                row("revoked, but nobody asks" + how, place, stolen, client, "…", good(version, "openssl"));
                row(
                        "revoked" + how,
                        place,
                        stolen,
                        client.withCrl(crl),
                        "…CONNECTION FAILURE…alert certificate revoked…",
                        "CERTIFICATE 44: certificate 'CN=localhost' …revoked…");
            }
        }
        return tests();
    }
}
