package dev.sennit.tls;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;

/** The settings of TLS that servers and clients have in common. Immutable: each {@code with} method returns changed settings. */
public final class TlsSettings {
    /** BouncyCastle, TLS 1.2 and 1.3, every suite and group, no ALPN, no key log, close_notify required. */
    public static final TlsSettings DEFAULT = new TlsSettings(
            TlsImplementation.BOUNCY_CASTLE,
            TlsVersion.TLS_1_2,
            TlsVersion.TLS_1_3,
            List.of(CipherSuite.values()),
            List.of(NamedGroup.values()),
            List.of(),
            TlsLimits.DEFAULT,
            ResumptionSettings.DEFAULT,
            Optional.empty(),
            true);

    private final TlsImplementation implementation;
    private final TlsVersion minimum;
    private final TlsVersion maximum;
    private final List<CipherSuite> suites;
    private final List<NamedGroup> groups;
    private final List<String> alpn;
    private final TlsLimits limits;
    private final ResumptionSettings sessions;
    private final Optional<Path> keyLog;
    private final boolean closeNotifyRequired;

    private TlsSettings(
            TlsImplementation implementation,
            TlsVersion minimum,
            TlsVersion maximum,
            List<CipherSuite> suites,
            List<NamedGroup> groups,
            List<String> alpn,
            TlsLimits limits,
            ResumptionSettings sessions,
            Optional<Path> keyLog,
            boolean closeNotifyRequired) {
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
        this.implementation = implementation;
        this.minimum = minimum;
        this.maximum = maximum;
        this.suites = List.copyOf(suites);
        this.groups = List.copyOf(groups);
        this.alpn = List.copyOf(alpn);
        this.limits = limits;
        this.sessions = sessions;
        this.keyLog = keyLog;
        this.closeNotifyRequired = closeNotifyRequired;
    }

    /** Returns which implementation of TLS is used. */
    public TlsImplementation implementation() {
        return implementation;
    }

    /** Returns these settings with another implementation. */
    public TlsSettings withImplementation(TlsImplementation value) {
        return new TlsSettings(
                value, minimum, maximum, suites, groups, alpn, limits, sessions, keyLog, closeNotifyRequired);
    }

    /** Returns the oldest version spoken. */
    public TlsVersion minimum() {
        return minimum;
    }

    /** Returns the newest version spoken. */
    public TlsVersion maximum() {
        return maximum;
    }

    /** Returns the cipher suites spoken, best first. A server chooses by its own order. */
    public List<CipherSuite> suites() {
        return suites;
    }

    /** Returns these settings with other cipher suites, best first. Each version spoken needs one. */
    public TlsSettings withSuites(List<CipherSuite> value) {
        return new TlsSettings(
                implementation, minimum, maximum, value, groups, alpn, limits, sessions, keyLog, closeNotifyRequired);
    }

    /** Returns the groups spoken for key exchange, best first. */
    public List<NamedGroup> groups() {
        return groups;
    }

    /** Returns these settings with other groups, best first. At least one is not X25519MLKEM768. */
    public TlsSettings withGroups(List<NamedGroup> value) {
        return new TlsSettings(
                implementation, minimum, maximum, suites, value, alpn, limits, sessions, keyLog, closeNotifyRequired);
    }

    /** Returns the application protocols, best first (RFC 7301); empty if none is negotiated. */
    public List<String> alpn() {
        return alpn;
    }

    /** Returns what a peer may make this side do. */
    public TlsLimits limits() {
        return limits;
    }

    /** Returns these settings with other limits. */
    public TlsSettings withLimits(TlsLimits value) {
        return new TlsSettings(
                implementation, minimum, maximum, suites, groups, alpn, value, sessions, keyLog, closeNotifyRequired);
    }

    /** Returns how sessions are resumed. */
    public ResumptionSettings sessions() {
        return sessions;
    }

    /** Returns these settings with other rules of resumption. */
    public TlsSettings withSessions(ResumptionSettings value) {
        return new TlsSettings(
                implementation, minimum, maximum, suites, groups, alpn, limits, value, keyLog, closeNotifyRequired);
    }

    /** Returns the file to which each connection's secrets are appended for Wireshark; empty for none. A person who can read that
     * file can read the traffic, so a warning is logged. */
    public Optional<Path> keyLog() {
        return keyLog;
    }

    /** Returns whether an end of stream without close_notify breaks the connection ({@code TRUNCATED}) or ends it as if all had
     * arrived. */
    public boolean closeNotifyRequired() {
        return closeNotifyRequired;
    }

    /** Returns these settings with an end of stream without close_notify as a fault or as an end. */
    public TlsSettings withCloseNotifyRequired(boolean value) {
        return new TlsSettings(implementation, minimum, maximum, suites, groups, alpn, limits, sessions, keyLog, value);
    }

    /** Returns these settings with these versions and those between. */
    public TlsSettings withVersions(TlsVersion oldest, TlsVersion newest) {
        return new TlsSettings(
                implementation, oldest, newest, suites, groups, alpn, limits, sessions, keyLog, closeNotifyRequired);
    }

    /** Returns these settings with other application protocols, best first, each 1 to 255 bytes in UTF-8. */
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

    /**
     * Returns these settings with a file to which each connection's secrets are appended. The file is created if it does not
     * exist. It must not be a symbolic link, and only its owner may have permissions for it.
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

    /** Returns whether this version is spoken. */
    public boolean speaks(TlsVersion version) {
        return version.compareTo(minimum) >= 0 && version.compareTo(maximum) <= 0;
    }
}
