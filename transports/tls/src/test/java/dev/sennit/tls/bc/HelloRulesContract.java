package dev.sennit.tls.bc;

import static dev.sennit.tls.bc.Bends.COOKIE;
import static dev.sennit.tls.bc.Bends.ILLEGAL_PARAMETER;
import static dev.sennit.tls.bc.Bends.KEY_SHARE;
import static dev.sennit.tls.bc.Bends.MISSING_EXTENSION;
import static dev.sennit.tls.bc.Bends.SIGNATURE_ALGORITHMS;
import static dev.sennit.tls.bc.Bends.SUPPORTED_GROUPS;
import static dev.sennit.tls.bc.Bends.UNEXPECTED_MESSAGE;
import static dev.sennit.tls.bc.Bends.UNKNOWN;
import static dev.sennit.tls.bc.Bends.UNSUPPORTED_EXTENSION;
import static dev.sennit.tls.bc.Bends.assertRefused;
import static dev.sennit.tls.bc.Bends.edited;
import static dev.sennit.tls.bc.Bends.followedBy;
import static dev.sennit.tls.bc.Bends.joined;
import static dev.sennit.tls.bc.Bends.only;
import static dev.sennit.tls.bc.BentPeer.bytes;

import dev.sennit.tls.NamedGroup;
import dev.sennit.tls.TlsClientConfig;
import dev.sennit.tls.TlsServerConfig;
import dev.sennit.tls.TlsVersion;
import dev.sennit.tls.bc.BentPeer.Bend;
import dev.sennit.tls.engine.TlsEngines;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What RFC 8446 demands of hellos, which are in clear: a peer that breaks one rule is refused with the alert of that rule. */
public abstract class HelloRulesContract {
    /** The accepting side that is tested. */
    protected abstract TlsEngines server(TlsServerConfig server);

    /** The connecting side that is tested. */
    protected abstract TlsEngines client(TlsClientConfig client);

    private EnginePair.End clientOf(TlsVersion version, TlsServerConfig server, Bend bend) {
        EnginePair.End target = new EnginePair.End(client(Bends.client(version)));
        BentPeer.server(server, bend).meet(target);
        return target;
    }

    private EnginePair.End clientOf(TlsVersion version, Bend bend) {
        return clientOf(version, Bends.server(version), bend);
    }

    private EnginePair.End serverOf(TlsVersion version, Bend bend) {
        EnginePair.End target = new EnginePair.End(server(Bends.server(version)));
        BentPeer.client(Bends.client(version), bend).meet(target);
        return target;
    }

    /** A server whose client lists one group and has no share of it, and changes its second hello. */
    private EnginePair.End retried(Consumer<HelloEditor> change) {
        int[] seen = {0};
        return serverOf(TlsVersion.TLS_1_3, edited(HelloEditor.CLIENT_HELLO, hello -> {
            hello.extensions.put(SUPPORTED_GROUPS, bytes(0, 2, 0, 0x17));
            if (seen[0]++ == 0) {
                hello.extensions.put(KEY_SHARE, bytes(0, 0));
            } else {
                change.accept(hello);
            }
        }));
    }

    private static TlsServerConfig wantingAnotherGroup() {
        return Bends.server(TlsVersion.TLS_1_3)
                .withSettings(only(TlsVersion.TLS_1_3).withGroups(List.of(NamedGroup.SECP384R1)));
    }

    @Test
    public void refusesAServerHelloWithMoreInItsRecord() {
        assertRefused(
                clientOf(TlsVersion.TLS_1_3, followedBy(HelloEditor.SERVER_HELLO, 8, 0, 0, 2, 0, 0)),
                UNEXPECTED_MESSAGE,
                "ServerHello does not end its record");
        assertRefused(
                clientOf(TlsVersion.TLS_1_3, followedBy(HelloEditor.SERVER_HELLO, 8)),
                UNEXPECTED_MESSAGE,
                "ServerHello does not end its record");
    }

    @ParameterizedTest
    @EnumSource(TlsVersion.class)
    public void refusesAClientHelloWithMoreInItsRecord(TlsVersion version) {
        assertRefused(
                serverOf(version, followedBy(HelloEditor.CLIENT_HELLO, 20, 0)),
                UNEXPECTED_MESSAGE,
                "ClientHello does not end its record");
    }

    @ParameterizedTest
    @EnumSource(TlsVersion.class)
    public void refusesAnUnrequestedExtensionOfServerHello(TlsVersion version) {
        assertRefused(
                clientOf(
                        version, edited(HelloEditor.SERVER_HELLO, hello -> hello.extensions.put(UNKNOWN, new byte[0]))),
                UNSUPPORTED_EXTENSION,
                "ServerHello has the extension number 17185, which was not asked for");
    }

    @Test
    public void refusesAnUnrequestedExtensionOfHelloRetryRequest() {
        Bend bend = edited(HelloEditor.SERVER_HELLO, hello -> hello.extensions.put(UNKNOWN, new byte[0]));
        assertRefused(
                clientOf(TlsVersion.TLS_1_3, wantingAnotherGroup(), bend),
                UNSUPPORTED_EXTENSION,
                "HelloRetryRequest has the extension number 17185");
    }

    @Test
    public void refusesAClientHelloWithoutAMandatoryExtension() {
        for (int missing : new int[] {SUPPORTED_GROUPS, SIGNATURE_ALGORITHMS, KEY_SHARE}) {
            assertRefused(
                    serverOf(
                            TlsVersion.TLS_1_3,
                            edited(HelloEditor.CLIENT_HELLO, hello -> hello.extensions.remove(missing))),
                    MISSING_EXTENSION,
                    "ClientHello lacks the extension");
        }
    }

    @Test
    public void refusesAServerHelloWithoutKeyShare() {
        assertRefused(
                clientOf(
                        TlsVersion.TLS_1_3,
                        edited(HelloEditor.SERVER_HELLO, hello -> hello.extensions.remove(KEY_SHARE))),
                MISSING_EXTENSION,
                "ServerHello lacks the extension key_share");
    }

    @Test
    public void refusesKeySharesThatAreTwiceThereOrOfAnUnlistedGroup() {
        Bend twice = edited(HelloEditor.CLIENT_HELLO, hello -> {
            byte[] shares = hello.data(KEY_SHARE);
            byte[] share = Arrays.copyOfRange(shares, 2, shares.length);
            hello.extensions.put(KEY_SHARE, joined(bytes(0, 2 * share.length), share, share));
        });
        Bend unlisted = edited(HelloEditor.CLIENT_HELLO, hello -> {
            byte[] shares = hello.data(KEY_SHARE).clone();
            shares[3] = 0x1E;
            hello.extensions.put(KEY_SHARE, shares);
        });
        assertRefused(serverOf(TlsVersion.TLS_1_3, twice), ILLEGAL_PARAMETER, "key share of the group 001D twice");
        assertRefused(serverOf(TlsVersion.TLS_1_3, unlisted), ILLEGAL_PARAMETER, "key share of the group 001E");
    }

    @Test
    public void refusesCompression() {
        Bend both = edited(HelloEditor.CLIENT_HELLO, hello -> hello.compression = bytes(1, 0));
        Bend noNull = edited(HelloEditor.CLIENT_HELLO, hello -> hello.compression = bytes(1));
        Bend chosen = edited(HelloEditor.SERVER_HELLO, hello -> hello.compression = bytes(1));
        assertRefused(serverOf(TlsVersion.TLS_1_3, both), ILLEGAL_PARAMETER, "compression methods [1, 0]");
        assertRefused(serverOf(TlsVersion.TLS_1_3, noNull), ILLEGAL_PARAMETER, "compression methods [1]");
        assertRefused(serverOf(TlsVersion.TLS_1_2, noNull), ILLEGAL_PARAMETER, "compression methods [1]");
        assertRefused(clientOf(TlsVersion.TLS_1_3, chosen), ILLEGAL_PARAMETER, "compression method 1");
        assertRefused(clientOf(TlsVersion.TLS_1_2, chosen), ILLEGAL_PARAMETER, "compression method 1");
    }

    @Test
    public void refusesASecondHelloThatChangesWhatItMayNot() {
        List<Consumer<HelloEditor>> changes = List.of(
                hello -> hello.version = bytes(3, 2),
                hello -> hello.random[0] ^= 1,
                hello -> hello.sessionId = new byte[32],
                hello -> hello.suites = Arrays.copyOf(hello.suites, hello.suites.length - 2),
                hello -> hello.extensions.put(UNKNOWN, new byte[0]),
                hello -> hello.extensions.put(42, new byte[0]),
                hello -> hello.extensions.remove(0),
                hello -> hello.extensions.put(SIGNATURE_ALGORITHMS, bytes(0, 2, 4, 3)));
        for (Consumer<HelloEditor> change : changes) {
            assertRefused(retried(change), ILLEGAL_PARAMETER, "the second ClientHello has changed");
        }
    }

    @Test
    public void refusesASecondHelloWithoutTheShareOrTheCookieAskedFor() {
        assertRefused(
                retried(hello -> hello.extensions.put(KEY_SHARE, bytes(0, 0))),
                ILLEGAL_PARAMETER,
                "has not one key share, of the group 0017 asked for");
        assertRefused(
                retried(hello -> hello.extensions.put(COOKIE, bytes(0, 1, 7))),
                ILLEGAL_PARAMETER,
                "has not the cookie asked for");
    }

    @Test
    public void refusesAHelloRetryRequestThatChangesNothing() {
        Bend bend = edited(HelloEditor.SERVER_HELLO, hello -> {
            hello.extensions.remove(KEY_SHARE);
            hello.extensions.remove(COOKIE);
        });
        assertRefused(
                clientOf(TlsVersion.TLS_1_3, wantingAnotherGroup(), bend),
                ILLEGAL_PARAMETER,
                "HelloRetryRequest asks for no change");
    }
}
