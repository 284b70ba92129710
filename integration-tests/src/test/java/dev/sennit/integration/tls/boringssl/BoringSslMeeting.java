package dev.sennit.integration.tls.boringssl;

import static dev.sennit.tls.NamedGroup.X25519;
import static dev.sennit.tls.NamedGroup.X25519MLKEM768;
import static dev.sennit.tls.TlsVersion.TLS_1_3;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sennit.integration.tls.ConnectionResult;
import dev.sennit.integration.tls.Engine;
import dev.sennit.integration.tls.Outcome;
import dev.sennit.tls.NamedGroup;
import dev.sennit.tls.TlsVersion;
import java.util.Optional;

/**
 * What both sides saw of one connection.
 *
 * @param ourReply what our client received, if we called and the handshake succeeded
 */
record BoringSslMeeting(BoringSslResult theirs, ConnectionResult ours, Optional<String> ourReply) {
    /** The caller got its line back, reversed. */
    BoringSslMeeting assertReply(Caller caller, String line) {
        Optional<String> reversed =
                Optional.of(new StringBuilder(line).reverse().toString());
        assertTrue(reversed.equals(caller == Caller.BORING_SSL ? theirs.reply() : ourReply), "another reply");
        return this;
    }

    /** BoringSSL agreed on these, and on a group that both have. */
    BoringSslMeeting assertTheirs(Engine engine, TlsVersion version, Optional<String> alpn, Optional<String> peer) {
        BoringSslResult.Agreed agreed = theirs.agreed().orElseThrow(() -> new AssertionError(theirs.toString()));
        assertEquals(
                new BoringSslResult.Agreed(
                        version.standardName(), agreed.group(), false, agreed.isResumed(), alpn, peer),
                agreed);
        if (engine == Engine.BC && !agreed.isResumed()) {
            assertEquals(boringName(bestGroup(version)), agreed.group());
        } else if (!agreed.isResumed()) {
            // The newest JDKs speak ML-KEM too.
            assertTrue(agreed.group().startsWith("X25519"), agreed.group());
        }
        return this;
    }

    BoringSslMeeting assertOurs(Outcome expected) {
        expected.check(ours.outcome(), theirs::toString);
        return this;
    }

    /** BouncyCastle's engine says which group it agreed on; the JDK's does not. */
    BoringSslMeeting assertOurGroup(Engine engine, TlsVersion version) {
        assertEquals(engine == Engine.BC ? Optional.of(bestGroup(version)) : Optional.empty(), ours.group());
        return this;
    }

    void assertTheirError(String ending) {
        assertTrue(theirs.error().orElse("none").endsWith(ending), theirs.toString());
    }

    /** Which side calls the other. */
    enum Caller {
        BORING_SSL,
        OUR_CLIENT
    }

    /** Returns the best group that BoringSSL and our default settings have in common. */
    private static NamedGroup bestGroup(TlsVersion version) {
        return version == TLS_1_3 ? X25519MLKEM768 : X25519;
    }

    /** Returns the name that BoringSSL has for a group. */
    static String boringName(NamedGroup group) {
        return switch (group) {
            case X25519 -> "X25519";
            case SECP256R1 -> "P-256";
            case SECP384R1 -> "P-384";
            default -> group.standardName();
        };
    }
}
