package dev.sennit.tls;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The settings of TLS that servers and clients have in common. Immutable: each {@code with} method returns changed settings. */
public final class TlsSettings {
    /** BouncyCastle, TLS 1.2 and 1.3, every suite and group, no ALPN, no key log, close_notify required. */
    public static final TlsSettings DEFAULT = new TlsSettings(new Values());

    private final Values values;

    private TlsSettings(Values values) {
        if (values.minimum.compareTo(values.maximum) > 0) {
            throw new IllegalArgumentException(
                    "the oldest version must not be above the newest: " + values.minimum + ", " + values.maximum);
        }
        for (TlsVersion version : EnumSet.range(values.minimum, values.maximum)) {
            if (values.suites.stream().noneMatch(suite -> suite.version() == version)) {
                throw new IllegalArgumentException("no cipher suite for " + version + " among " + values.suites);
            }
        }
        if (values.groups.stream().noneMatch(group -> group != NamedGroup.X25519MLKEM768)) {
            throw new IllegalArgumentException(
                    "groups must name one that is not X25519MLKEM768, for TLS 1.2 and older peers");
        }
        for (String protocol : values.alpn) {
            int length = protocol.getBytes(StandardCharsets.UTF_8).length;
            if (length < 1 || length > 255) {
                throw new IllegalArgumentException(
                        "an application protocol has 1 to 255 bytes, not " + length + " (RFC 7301, section 3.1)");
            }
        }
        this.values = values;
    }

    /** The values of settings, which change only while new settings are made. */
    private static final class Values implements Cloneable {
        private TlsImplementation implementation = TlsImplementation.BOUNCY_CASTLE;
        private TlsVersion minimum = TlsVersion.TLS_1_2;
        private TlsVersion maximum = TlsVersion.TLS_1_3;
        private List<CipherSuite> suites = List.of(CipherSuite.values());
        private List<NamedGroup> groups = List.of(NamedGroup.values());
        private List<String> alpn = List.of();
        private TlsLimits limits = TlsLimits.DEFAULT;
        private ResumptionSettings sessions = ResumptionSettings.DEFAULT;
        private Optional<Path> keyLog = Optional.empty();
        private boolean closeNotifyRequired = true;

        @Override
        protected Values clone() {
            try {
                return (Values) super.clone();
            } catch (CloneNotSupportedException impossible) {
                throw new IllegalStateException(impossible);
            }
        }
    }

    private TlsSettings with(Consumer<Values> change) {
        Values changed = values.clone();
        change.accept(changed);
        return new TlsSettings(changed);
    }

    /** Returns which implementation of TLS is used. */
    public TlsImplementation implementation() {
        return values.implementation;
    }

    /** Returns these settings with another implementation. */
    public TlsSettings withImplementation(TlsImplementation value) {
        return with(changed -> changed.implementation = value);
    }

    /** Returns the oldest version spoken. */
    public TlsVersion minimum() {
        return values.minimum;
    }

    /** Returns the newest version spoken. */
    public TlsVersion maximum() {
        return values.maximum;
    }

    /** Returns the cipher suites spoken, best first. A server chooses by its own order. */
    public List<CipherSuite> suites() {
        return values.suites;
    }

    /** Returns these settings with other cipher suites, best first. Each version spoken needs one. */
    public TlsSettings withSuites(List<CipherSuite> value) {
        return with(changed -> changed.suites = List.copyOf(value));
    }

    /** Returns the groups spoken for key exchange, best first. */
    public List<NamedGroup> groups() {
        return values.groups;
    }

    /** Returns these settings with other groups, best first. At least one is not X25519MLKEM768. */
    public TlsSettings withGroups(List<NamedGroup> value) {
        return with(changed -> changed.groups = List.copyOf(value));
    }

    /** Returns the application protocols, best first (RFC 7301); empty if none is negotiated. */
    public List<String> alpn() {
        return values.alpn;
    }

    /** Returns what a peer may make this side do. */
    public TlsLimits limits() {
        return values.limits;
    }

    /** Returns these settings with other limits. */
    public TlsSettings withLimits(TlsLimits value) {
        return with(changed -> changed.limits = value);
    }

    /** Returns how sessions are resumed. */
    public ResumptionSettings sessions() {
        return values.sessions;
    }

    /** Returns these settings with other rules of resumption. */
    public TlsSettings withSessions(ResumptionSettings value) {
        return with(changed -> changed.sessions = value);
    }

    /** Returns the file to which each connection's secrets are appended for Wireshark; empty for none. A person who can read that
     * file can read the traffic, so a warning is logged. */
    public Optional<Path> keyLog() {
        return values.keyLog;
    }

    /** Returns whether an end of stream without close_notify breaks the connection ({@code TRUNCATED}) or ends it as if all had
     * arrived. */
    public boolean closeNotifyRequired() {
        return values.closeNotifyRequired;
    }

    /** Returns these settings with an end of stream without close_notify as a fault or as an end. */
    public TlsSettings withCloseNotifyRequired(boolean value) {
        return with(changed -> changed.closeNotifyRequired = value);
    }

    /** Returns these settings with these versions and those between. */
    public TlsSettings withVersions(TlsVersion oldest, TlsVersion newest) {
        return with(changed -> {
            changed.minimum = oldest;
            changed.maximum = newest;
        });
    }

    /** Returns these settings with other application protocols, best first, each 1 to 255 bytes in UTF-8. */
    public TlsSettings withAlpn(String... value) {
        return with(changed -> changed.alpn = List.of(value));
    }

    /**
     * Returns these settings with a file to which each connection's secrets are appended. The file is created if it does not
     * exist. It must not be a symbolic link, and only its owner may have permissions for it.
     */
    public TlsSettings withKeyLog(Path value) {
        return with(changed -> changed.keyLog = Optional.of(value));
    }

    /** Returns whether this version is spoken. */
    public boolean speaks(TlsVersion version) {
        return version.compareTo(values.minimum) >= 0 && version.compareTo(values.maximum) <= 0;
    }
}
