package dev.sennit.integration.tls;

import static dev.sennit.transport.tls.TlsVersion.TLS_1_2;
import static dev.sennit.transport.tls.TlsVersion.TLS_1_3;
import static java.util.Objects.requireNonNull;

import dev.sennit.certs.CertificateSpec;
import dev.sennit.certs.IssuedCertificate;
import dev.sennit.certs.KeyKind;
import dev.sennit.integration.tls.Row.Both;
import dev.sennit.integration.tls.TheirClient.Program;
import dev.sennit.peers.NeedsPeer;
import dev.sennit.peers.Peer;
import dev.sennit.peers.Peers;
import dev.sennit.transport.tls.ClientAuthentication;
import dev.sennit.transport.tls.TlsVersion;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Clients that others wrote call servers of ours: what each side sees, good and bad. */
@NeedsPeer({"openssl", "gnutls", "curl", "twistedtls"})
abstract class TheirClientsContract {
    /** What we see of a client's alert. */
    private static final Map<Integer, String> REFUSED = Map.of(
            42,
            "REFUSED_BY_PEER 42: the peer ended the handshake with the alert bad_certificate (42):"
                    + " it does not accept our certificate",
            44,
            "REFUSED_BY_PEER 44: the peer ended the handshake with the alert certificate_revoked (44):"
                    + " it takes our certificate for revoked",
            45,
            "REFUSED_BY_PEER 45: the peer ended the handshake with the alert certificate_expired (45):"
                    + " it takes our certificate for expired",
            48,
            "REFUSED_BY_PEER 48: the peer ended the handshake with the alert unknown_ca (48):"
                    + " it does not know who issued our certificate");

    private static String refused(int alert) {
        return requireNonNull(REFUSED.get(alert));
    }

    private final Manner manner;
    private final List<Engine> engines;
    private final OurTls ourTls;
    private final List<Row> rows = new ArrayList<>();

    TheirClientsContract(Manner manner, Engine... engines) {
        this.manner = manner;
        this.engines = List.of(engines);
        this.ourTls = new OurTls(manner);
    }

    @AfterEach
    void shutDown() {
        ourTls.close();
    }

    /** What a row needs beside what differs. */
    private record Place(Keys keys, Peers peers, Peer peer) {
        static Place of(Peers peers) throws Exception {
            return new Place(new Keys(peers.folder()), peers, peers.start("curl"));
        }

        TheirClient client(Program program) {
            return TheirClient.of(program, keys);
        }

        OurServer server(Engine engine, TlsVersion version) {
            return OurServer.of(engine, keys.server()).in(version);
        }
    }

    private void row(String name, Place place, OurServer server, TheirClient client, String theirs, String ours) {
        rows.add(new Row(name, theirs, ours, () -> {
            String address = place.peers().testInterface();
            try (OurTls.Server serving = ourTls.serve(address, server, place.keys(), Answer::new)) {
                String said = client.call(place.peer(), place.peers().testHost(), serving.port());
                return new Both(said, serving.next().text());
            }
        }));
    }

    private List<DynamicTest> tests() {
        return rows.stream().map(Row::test).toList();
    }

    @TestFactory
    List<DynamicTest> eachProgramIsServedInEachVersionWithEachKindOfKey(Peers peers) throws Exception {
        Place place = Place.of(peers);
        for (Engine engine : engines) {
            for (TlsVersion version : TlsVersion.values()) {
                for (KeyKind kind : Keys.KINDS) {
                    for (Program program : Program.values()) {
                        row(
                                program + " calls " + engine + " in " + version + " with " + kind,
                                place,
                                OurServer.of(engine, place.keys().server(kind)).in(version),
                                place.client(program),
                                "0 …yoha…",
                                version.standardName());
                    }
                }
            }
        }
        return tests();
    }

    @TestFactory
    List<DynamicTest> clientsShowWhoTheyAre(Peers peers) throws Exception {
        Place place = Place.of(peers);
        for (Engine engine : engines) {
            for (TlsVersion version : TlsVersion.values()) {
                for (ClientAuthentication asked : List.of(ClientAuthentication.WANT, ClientAuthentication.NEED)) {
                    OurServer server = place.server(engine, version).asking(asked);
                    String name = " certificate, " + engine + " in " + version + " has " + asked;
                    for (Program program : Program.values()) {
                        TheirClient client = place.client(program);
                        row(
                                program + " with" + name,
                                place,
                                server,
                                client.showing(place.keys().file("client")),
                                "0 …yoha…",
                                version.standardName() + " peer=alice");
                        if (asked == ClientAuthentication.WANT) {
                            row(program + " without" + name, place, server, client, "0 …yoha…", version.standardName());
                        } else {
                            boolean isNew = version == TLS_1_3;
                            int alert = engine == Engine.JDK ? 42 : isNew ? 116 : 40;
                            row(
                                    program + " without" + name,
                                    place,
                                    server,
                                    client,
                                    client.told(alert),
                                    engine == Engine.BC
                                            ? "CERTIFICATE " + alert
                                                    + ": the client showed no certificate, and one is needed"
                                            : "CERTIFICATE" + (isNew ? "" : " 42")
                                                    + ": the peer showed no certificate, and must");
                        }
                    }
                    row(
                            "OPENSSL with another authority's" + name,
                            place,
                            server,
                            place.client(Program.OPENSSL).showing(place.keys().file("stranger")),
                            place.client(Program.OPENSSL).told(engine == Engine.BC ? 48 : 46),
                            "CERTIFICATE 48: certificate 'CN=mallory' has an unknown issuer, 'CN=Another CA'");
                }
            }
        }
        return tests();
    }

    @TestFactory
    List<DynamicTest> bothAgreeOnAnApplicationProtocol(Peers peers) throws Exception {
        Place place = Place.of(peers);
        for (Engine engine : engines) {
            for (TlsVersion version : TlsVersion.values()) {
                OurServer server = place.server(engine, version).speaking("rope", "http/1.1");
                String name = ", " + engine + " in " + version;
                for (Program program : Program.values()) {
                    String protocol = program == Program.CURL ? "http/1.1" : "rope";
                    row(
                            program + " offers a protocol of ours" + name,
                            place,
                            server,
                            place.client(program).speaking(protocol),
                            "0 …yoha…",
                            version.standardName() + " alpn=" + protocol);
                    row(
                            program + " offers no protocol" + name,
                            place,
                            server,
                            place.client(program),
                            "0 …yoha…",
                            version.standardName());
                    if (program != Program.CURL) {
                        row(
                                program + " offers another protocol" + name,
                                place,
                                server,
                                place.client(program).speaking("hemp"),
                                place.client(program).told(120),
                                engine == Engine.BC
                                        ? "NOTHING_IN_COMMON 120: we ended the handshake with the alert"
                                                + " no_application_protocol (120): the client speaks hemp, we rope,"
                                                + " http/1.1"
                                        : "NOTHING_IN_COMMON 120: we ended the handshake: No matching application layer"
                                                + " protocol values");
                    }
                }
            }
        }
        return tests();
    }

    @TestFactory
    List<DynamicTest> theNameThatIsAskedForChoosesTheCertificate(Peers peers) throws Exception {
        Place place = Place.of(peers);
        Keys keys = place.keys();
        IssuedCertificate[] sites = {
            keys.issue(CertificateSpec.server("one.test")),
            keys.issue(CertificateSpec.server("two.test")),
            keys.issue(CertificateSpec.server("*.wild.test"))
        };
        for (Engine engine : engines) {
            for (TlsVersion version : TlsVersion.values()) {
                String how = ", " + engine + " in " + version;
                OurServer server = OurServer.of(engine, sites).in(version);
                for (String name : List.of("one.test", "two.test", "any.wild.test")) {
                    row(
                            "asks for " + name + how,
                            place,
                            server,
                            place.client(Program.OPENSSL).named(name),
                            "0 …subject=CN = " + name.replace("any", "*") + "\n…yoha…",
                            version.standardName());
                }
                row(
                        "asks for an unknown name, and gets the first" + how,
                        place,
                        server,
                        place.client(Program.OPENSSL).named("three.test"),
                        "1 …hostname mismatch…",
                        refused(42));
                if (manner == Manner.CODE) { // a directory always has a default
                    withoutDefault(place, server.withoutDefault(), how);
                }
            }
        }
        return tests();
    }

    private void withoutDefault(Place place, OurServer server, String how) {
        row(
                "asks for an unknown name where there is no default" + how,
                place,
                server,
                place.client(Program.OPENSSL).named("three.test"),
                place.client(Program.OPENSSL).told(40),
                "NOTHING_IN_COMMON…there is no certificate for the name 'three.test' whose key the client can"
                        + " verify");
        row(
                "asks for no name where there is no default" + how,
                place,
                server,
                place.client(Program.OPENSSL).with("-noservername"),
                place.client(Program.OPENSSL).told(40),
                "NOTHING_IN_COMMON…there is no certificate whose key the client can verify");
    }

    /**
     * A certificate that clients refuse.
     *
     * @param alert OpenSSL's for it
     * @param words OpenSSL's for it
     */
    private record Bad(String what, IssuedCertificate issued, int alert, String words) {
        String theirs(Program program) {
            return switch (program) {
                case OPENSSL -> "1 …" + words + "…";
                case GNUTLS -> "1 …PKI verification of server certificate failed…";
                case CURL -> "60 …" + words + "…";
                case TWISTED -> "1 …certificate verify failed…";
            };
        }

        String ours(Program program) {
            return refused(program == Program.GNUTLS ? 42 : alert);
        }
    }

    @TestFactory
    List<DynamicTest> clientsRefuseWhatTheyShould(Peers peers) throws Exception {
        Place place = Place.of(peers);
        Keys keys = place.keys();
        CertificateSpec spec = CertificateSpec.server("localhost");
        List<Bad> bad = List.of(
                new Bad("expired", keys.issue(spec.expired()), 45, "certificate has expired"),
                new Bad("not yet valid", keys.issue(spec.notYetValid()), 42, "certificate is not yet valid"),
                new Bad(
                        "of another authority",
                        keys.issueByAnother(spec),
                        48,
                        "unable to get local issuer certificate"));
        for (Engine engine : engines) {
            for (TlsVersion version : TlsVersion.values()) {
                for (Bad each : bad) {
                    for (Program program : Program.values()) {
                        row(
                                program + " refuses a certificate " + each.what() + ", " + engine + " in " + version,
                                place,
                                OurServer.of(engine, each.issued()).in(version),
                                place.client(program),
                                each.theirs(program),
                                each.ours(program));
                    }
                }
            }
        }
        return tests();
    }

    /** OpenSSL and GnuTLS look for the name during the handshake, curl and Twisted after it. */
    @TestFactory
    List<DynamicTest> clientsRefuseAnotherName(Peers peers) throws Exception {
        Place place = Place.of(peers);
        IssuedCertificate elsewhere = place.keys().issue(CertificateSpec.server("else.test"));
        for (Engine engine : engines) {
            for (TlsVersion version : TlsVersion.values()) {
                OurServer server = OurServer.of(engine, elsewhere).in(version);
                String name = " refuses a certificate for another name, " + engine + " in " + version;
                TheirClient openssl = place.client(Program.OPENSSL);
                TheirClient gnutls = place.client(Program.GNUTLS);
                TheirClient curl = place.client(Program.CURL);
                TheirClient twisted = place.client(Program.TWISTED);
                row("OPENSSL" + name, place, server, openssl, "1 …hostname mismatch…", refused(42));
                row("GNUTLS" + name, place, server, gnutls, "1 …PKI verification…failed…", refused(42));
                // It looks at the name when all is agreed, and may reset the connection then.
                String open = version.standardName();
                String ours = open + " || " + open + "; ConnectionBroken: the peer reset the connection";
                row("CURL" + name, place, server, curl, "60 …no alternative certificate…", ours);
                row("TWISTED" + name, place, server, twisted, "1 …DNSMismatch…", "…the peer reset the connection");
            }
        }
        return tests();
    }

    @TestFactory
    List<DynamicTest> whatIsTooOldIsRefused(Peers peers) throws Exception {
        Place place = Place.of(peers);
        for (Engine engine : engines) {
            OurServer server = OurServer.of(engine, place.keys().server());
            TheirClient openssl = place.client(Program.OPENSSL);
            TheirClient gnutls = place.client(Program.GNUTLS);
            String noVersion = "NOTHING_IN_COMMON 70: we ended the handshake…";
            String noSuite = engine == Engine.BC
                    ? "NOTHING_IN_COMMON 40: …the client offers the cipher suites …, of which we speak none"
                    : "NOTHING_IN_COMMON 40: we ended the handshake: no cipher suites in common";
            for (String old : List.of("-tls1", "-tls1_1")) {
                TheirClient client = openssl.with(old + " -cipher DEFAULT@SECLEVEL=0");
                row("OPENSSL " + old + ", " + engine, place, server, client, client.told(70), noVersion);
            }
            for (String old : List.of("1.0", "1.1")) {
                TheirClient client = gnutls.with("--priority=NORMAL:-VERS-ALL:+VERS-TLS" + old);
                row("GNUTLS " + old + ", " + engine, place, server, client, client.told(70), noVersion);
            }
            TheirClient older = openssl.with("-tls1_2");
            TheirClient newer = openssl.with("-tls1_3");
            OurServer onlyOld = place.server(engine, TLS_1_2);
            OurServer onlyNew = place.server(engine, TLS_1_3);
            row("OPENSSL 1.2, only 1.3 by " + engine, place, onlyNew, older, older.told(70), noVersion);
            row("OPENSSL 1.3, only 1.2 by " + engine, place, onlyOld, newer, newer.told(70), noVersion);
            TheirClient notSecret = openssl.with("-tls1_2 -cipher AES128-GCM-SHA256");
            row("OPENSSL without forward secrecy, " + engine, place, server, notSecret, notSecret.told(40), noSuite);
            TheirClient cbc = openssl.with("-tls1_2 -cipher ECDHE-ECDSA-AES128-SHA");
            row("OPENSSL with CBC only, " + engine, place, server, cbc, cbc.told(40), noSuite);
        }
        return tests();
    }

    @TestFactory
    List<DynamicTest> whatIsNoTlsIsRefused(@TempDir Path folder) throws Exception {
        Keys keys = new Keys(folder);
        for (Engine engine : engines) {
            OurServer server = OurServer.of(engine, keys.server());
            for (OldHello hello : OldHello.values()) {
                boolean tooOld = hello == OldHello.SSL_3;
                String theirs = tooOld ? "1503…00020246" : "";
                String ours = tooOld ? "NOTHING_IN_COMMON 70: …" : "NOT_TLS: the peer speaks no TLS: it began with …";
                rows.add(new Row(hello + " to " + engine, theirs, ours, () -> {
                    try (OurTls.Server serving = ourTls.serve("127.0.0.1", server, keys, Answer::new)) {
                        return new Both(
                                hello.say(serving.port()), serving.next().text());
                    }
                }));
            }
        }
        return tests();
    }

    @TestFactory
    List<DynamicTest> weRefuseClientsThatTheirAuthorityHasRevoked(Peers peers) throws Exception {
        Place place = Place.of(peers);
        Keys keys = place.keys();
        IssuedCertificate revoked = keys.issue(CertificateSpec.client("eve"));
        String eve = keys.store(revoked);
        String crl = keys.revoke(revoked);
        for (Engine engine : engines) {
            for (TlsVersion version : TlsVersion.values()) {
                OurServer server = place.server(engine, version).asking(ClientAuthentication.NEED);
                for (Program program : Program.values()) {
                    String how = ", " + program + " calls " + engine + " in " + version;
                    TheirClient client = place.client(program);
                    row(
                            "good and on no list" + how,
                            place,
                            server.withCrl(crl),
                            client.showing(keys.file("client")),
                            "0 …yoha…",
                            version.standardName() + " peer=alice");
                    row(
                            "revoked" + how,
                            place,
                            server.withCrl(crl),
                            client.showing(eve),
                            client.told(engine == Engine.BC ? 44 : 46),
                            "CERTIFICATE 44: certificate 'CN=eve' …revoked…");
                }
            }
        }
        return tests();
    }

    /** Twisted asks no list. */
    @TestFactory
    List<DynamicTest> clientsRefuseWhatItsAuthorityHasRevoked(Peers peers) throws Exception {
        Place place = Place.of(peers);
        IssuedCertificate revoked = place.keys().issue(CertificateSpec.server("localhost"));
        String crl = place.keys().revoke(revoked);
        for (Engine engine : engines) {
            for (TlsVersion version : TlsVersion.values()) {
                OurServer server = OurServer.of(engine, revoked).in(version);
                String how = " asks a list, " + engine + " in " + version;
                TheirClient openssl = place.client(Program.OPENSSL).with("-crl_check -CRL " + crl);
                TheirClient gnutls = place.client(Program.GNUTLS).with("--x509crlfile " + crl);
                TheirClient curl = place.client(Program.CURL).with("--crlfile " + crl);
                row("OPENSSL" + how, place, server, openssl, "1 …certificate revoked…", refused(44));
                row("GNUTLS" + how, place, server, gnutls, "1 …revoked…", refused(42));
                row("CURL" + how, place, server, curl, "60 …certificate revoked…", refused(44));
            }
        }
        return tests();
    }
}
