package dev.sennit.transport.tls;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;

/**
 * What can be set for either side. The default is what is safe today; change one thing with a {@code with…} method.
 *
 * @param implementation who does the work
 * @param minimum the oldest version spoken
 * @param maximum the newest version spoken
 * @param suites the cipher suites spoken, best first; a server chooses by its own order
 * @param groups the groups spoken for key exchange, best first
 * @param alpn application protocols, best first (RFC 7301), each 1 to 255 bytes; none to leave the matter out
 * @param limits what a peer may make us do
 * @param sessions how sessions are resumed
 * @param keyLog where each connection's secrets are appended for Wireshark, if anywhere: whoever reads that file reads the
 *     traffic, so a warning is logged
 * @param closeNotifyRequired whether an end without close_notify breaks the connection ({@code TRUNCATED}) or ends it as
 *     if all had come
 */
public record TlsSettings(
        TlsImplementation implementation,
        TlsVersion minimum,
        TlsVersion maximum,
        List<CipherSuite> suites,
        List<NamedGroup> groups,
        List<String> alpn,
        TlsLimits limits,
        TlsSessions sessions,
        Optional<Path> keyLog,
        boolean closeNotifyRequired) {
    /** BouncyCastle, TLS 1.2 and 1.3, every suite and group, no ALPN, no key log, close_notify required. */
    public static final TlsSettings DEFAULT = new TlsSettings(
            TlsImplementation.BOUNCY_CASTLE,
            TlsVersion.TLS_1_2,
            TlsVersion.TLS_1_3,
            List.of(CipherSuite.values()),
            List.of(NamedGroup.values()),
            List.of(),
            TlsLimits.DEFAULT,
            TlsSessions.DEFAULT,
            Optional.empty(),
            true);

    /** Copies the lists, and checks that each version between the two has a suite. */
    public TlsSettings {
        suites = List.copyOf(suites);
        groups = List.copyOf(groups);
        alpn = List.copyOf(alpn);
        if (minimum.compareTo(maximum) > 0) {
            throw new IllegalArgumentException(
                    "the oldest version must not be above the newest: " + minimum + ", " + maximum);
        }
        for (TlsVersion version : EnumSet.range(minimum, maximum)) {
            if (suites.stream().noneMatch(suite -> suite.version() == version)) {
                throw new IllegalArgumentException("no cipher suite for " + version + " among " + suites);
            }
        }
        if (groups.stream().noneMatch(group -> group != NamedGroup.X25519MLKEM768)) {
            throw new IllegalArgumentException(
                    "groups must name one that is not X25519MLKEM768, for TLS 1.2 and older peers");
        }
        for (String protocol : alpn) {
            int length = protocol.getBytes(StandardCharsets.UTF_8).length;
            if (length < 1 || length > 255) {
                throw new IllegalArgumentException(
                        "an application protocol has 1 to 255 bytes, not " + length + " (RFC 7301, section 3.1)");
            }
        }
    }

    /** The same but for who does the work. */
    public TlsSettings withImplementation(TlsImplementation value) {
        return new TlsSettings(
                value, minimum, maximum, suites, groups, alpn, limits, sessions, keyLog, closeNotifyRequired);
    }

    /** The same but for the versions. */
    public TlsSettings withVersions(TlsVersion oldest, TlsVersion newest) {
        return new TlsSettings(
                implementation, oldest, newest, suites, groups, alpn, limits, sessions, keyLog, closeNotifyRequired);
    }

    /** The same but for the cipher suites. */
    public TlsSettings withSuites(List<CipherSuite> value) {
        return new TlsSettings(
                implementation, minimum, maximum, value, groups, alpn, limits, sessions, keyLog, closeNotifyRequired);
    }

    /** The same but for the groups. */
    public TlsSettings withGroups(List<NamedGroup> value) {
        return new TlsSettings(
                implementation, minimum, maximum, suites, value, alpn, limits, sessions, keyLog, closeNotifyRequired);
    }

    /** The same but for the application protocols. */
    public TlsSettings withAlpn(String... value) {
        return new TlsSettings(
                implementation,
                minimum,
                maximum,
                suites,
                groups,
                List.of(value),
                limits,
                sessions,
                keyLog,
                closeNotifyRequired);
    }

    /** The same but for the limits. */
    public TlsSettings withLimits(TlsLimits value) {
        return new TlsSettings(
                implementation, minimum, maximum, suites, groups, alpn, value, sessions, keyLog, closeNotifyRequired);
    }

    /** The same but for resumption. */
    public TlsSettings withSessions(TlsSessions value) {
        return new TlsSettings(
                implementation, minimum, maximum, suites, groups, alpn, limits, value, keyLog, closeNotifyRequired);
    }

    /**
     * The same, with each connection's secrets appended to a file. The file is made if it is not there. It must not be a
     * symbolic link, and nobody but its owner may have permissions for it.
     */
    public TlsSettings withKeyLog(Path value) {
        return new TlsSettings(
                implementation,
                minimum,
                maximum,
                suites,
                groups,
                alpn,
                limits,
                sessions,
                Optional.of(value),
                closeNotifyRequired);
    }

    /** The same but for what an end without close_notify means. */
    public TlsSettings withCloseNotifyRequired(boolean value) {
        return new TlsSettings(implementation, minimum, maximum, suites, groups, alpn, limits, sessions, keyLog, value);
    }

    /** Whether this version is spoken. */
    public boolean speaks(TlsVersion version) {
        return version.compareTo(minimum) >= 0 && version.compareTo(maximum) <= 0;
    }
}
