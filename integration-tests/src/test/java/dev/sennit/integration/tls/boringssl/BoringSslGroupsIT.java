package dev.sennit.integration.tls.boringssl;

import static dev.sennit.integration.tls.Alert.HANDSHAKE_FAILURE;
import static dev.sennit.integration.tls.Engine.BC;
import static dev.sennit.integration.tls.Outcome.agreed;
import static dev.sennit.integration.tls.Outcome.failed;
import static dev.sennit.integration.tls.Outcome.refused;
import static dev.sennit.tls.NamedGroup.SECP256R1;
import static dev.sennit.tls.NamedGroup.SECP384R1;
import static dev.sennit.tls.NamedGroup.X25519;
import static dev.sennit.tls.NamedGroup.X25519MLKEM768;
import static dev.sennit.tls.TlsVersion.TLS_1_3;
import static dev.sennit.transport.error.TlsFailedException.Kind.NOTHING_IN_COMMON;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sennit.integration.tls.LineClient;
import dev.sennit.integration.tls.Outcome;
import dev.sennit.integration.tls.boringssl.BoringSslMeeting.Caller;
import dev.sennit.tls.NamedGroup;
import io.netty.handler.ssl.OpenSslContextOption;
import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** BoringSSL and our default engine agree on a group in TLS 1.3, by the preferences of both. */
class BoringSslGroupsIT extends BoringSslTests {
    private static final List<NamedGroup> ALL = List.of(NamedGroup.values());

    BoringSslGroupsIT(@TempDir Path folder) throws IOException {
        super(folder);
    }

    /**
     * Groups that both sides speak in TLS 1.3, best first.
     *
     * @param theirs as BoringSSL calls them, divided by blanks
     * @param agreed empty if there is none in common
     * @param isHelloRetried whether the client sent no key share of that group at first
     */
    record Groups(String theirs, List<NamedGroup> ours, Optional<NamedGroup> agreed, boolean isHelloRetried) {
        /** They agree on a group. */
        Groups(String theirs, List<NamedGroup> ours, NamedGroup agreed, boolean isHelloRetried) {
            this(theirs, ours, Optional.of(agreed), isHelloRetried);
        }

        /** They have none in common. */
        Groups(String theirs, List<NamedGroup> ours) {
            this(theirs, ours, Optional.empty(), false);
        }

        private String[] theirNames() {
            return theirs.split(" ", -1);
        }

        private void check(BoringSslMeeting meeting, Optional<String> theirPeer, Outcome.Agreed ourOutcome) {
            NamedGroup group = agreed.orElseThrow();
            assertEquals(
                    Optional.of(new BoringSslResult.Agreed(
                            "TLSv1.3",
                            BoringSslMeeting.boringName(group),
                            isHelloRetried,
                            false,
                            Optional.empty(),
                            theirPeer)),
                    meeting.theirs().agreed());
            assertEquals(agreed, meeting.ours().group());
            meeting.assertOurs(ourOutcome);
        }
    }

    /** BoringSSL sends a key share of its first group, and beside the hybrid one of the other kind. */
    static List<Groups> groupsOfOurServers() {
        List<NamedGroup> old = List.of(SECP256R1);
        return List.of(
                new Groups("X25519MLKEM768", ALL, X25519MLKEM768, false),
                new Groups("X25519MLKEM768 X25519", ALL, X25519MLKEM768, false),
                new Groups("X25519 X25519MLKEM768", ALL, X25519MLKEM768, false),
                new Groups("X25519", ALL, X25519, false),
                new Groups("P-256", ALL, SECP256R1, false),
                new Groups("P-384", ALL, SECP384R1, false),
                // Our preference decides, though it costs another ClientHello.
                new Groups("P-256 X25519", ALL, X25519, true),
                new Groups("P-521 P-384", ALL, SECP384R1, true),
                new Groups("P-521", ALL),
                new Groups("X25519MLKEM768 P-256", old, SECP256R1, false),
                new Groups("X25519MLKEM768 X25519 P-256", old, SECP256R1, true),
                new Groups("X25519MLKEM768 X25519", List.of(X25519), X25519, false),
                new Groups("X25519MLKEM768", List.of(X25519)));
    }

    @ParameterizedTest
    @MethodSource("groupsOfOurServers")
    void ourServersAgreeOnAGroup(Groups row) throws Exception {
        SslContext client = theirClient(TLS_1_3)
                .option(OpenSslContextOption.GROUPS, row.theirNames())
                .build();

        BoringSslMeeting meeting =
                theyCall(client, ourServer().withSettings(BC.settings().withGroups(row.ours)));

        if (row.agreed.isEmpty()) {
            meeting.assertOurs(failed(NOTHING_IN_COMMON, HANDSHAKE_FAILURE))
                    .assertTheirError("SSLV3_ALERT_HANDSHAKE_FAILURE");
        } else {
            meeting.assertReply(Caller.BORING_SSL, LineClient.LINE);
            row.check(meeting, Optional.of("localhost"), agreed(TLS_1_3));
        }
    }

    /** We send key shares of the hybrid and of the first of the other groups. */
    static List<Groups> groupsOfOurClients() {
        return List.of(
                new Groups("X25519MLKEM768", ALL, X25519MLKEM768, false),
                new Groups("X25519MLKEM768 X25519", ALL, X25519MLKEM768, false),
                new Groups("X25519 X25519MLKEM768", ALL, X25519, false),
                new Groups("X25519", ALL, X25519, false),
                new Groups("P-256", ALL, SECP256R1, true),
                new Groups("P-384", ALL, SECP384R1, true),
                new Groups("P-521", ALL),
                new Groups("X25519MLKEM768", List.of(X25519, X25519MLKEM768), X25519MLKEM768, true),
                new Groups("X25519MLKEM768", List.of(X25519MLKEM768, SECP384R1), X25519MLKEM768, false),
                new Groups("X25519MLKEM768", List.of(X25519)));
    }

    @ParameterizedTest
    @MethodSource("groupsOfOurClients")
    void ourClientsAgreeOnAGroup(Groups row) throws Exception {
        SslContext server = theirServer(TLS_1_3)
                .option(OpenSslContextOption.GROUPS, row.theirNames())
                .build();

        BoringSslMeeting meeting =
                weCall(server, ourClient().withSettings(BC.settings().withGroups(row.ours)));

        if (row.agreed.isEmpty()) {
            meeting.assertOurs(refused(HANDSHAKE_FAILURE)).assertTheirError("NO_SHARED_GROUP");
        } else {
            meeting.assertReply(Caller.OUR_CLIENT, LineClient.LINE);
            row.check(meeting, Optional.empty(), agreed(TLS_1_3).with("localhost"));
        }
    }
}
