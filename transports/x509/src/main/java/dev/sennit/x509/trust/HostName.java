package dev.sennit.x509.trust;

import dev.sennit.transport.TcpAddress;
import java.net.IDN;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1TaggedObject;
import org.jspecify.annotations.Nullable;

/**
 * The DNS name or the IP address of a host, which the host's certificate must have (RFC 9525). Immutable.
 *
 * <p>Subject alternative names count, and the common name does not. A DNS name matches the same name in any letter case. It also
 * matches a name whose whole first label is {@code *}, which stands for exactly one label and is followed by at least two
 * further labels. An IP address matches only the same address among the addresses of the certificate. An IPv4 address written
 * as IPv6 ({@code ::ffff:192.0.2.1}) is that IPv4 address.
 */
public final class HostName {
    private static final Pattern IPV4 = Pattern.compile("((25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(\\.|$)){4}(?<!\\.)");
    private static final Pattern LABEL = Pattern.compile("[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?");
    private static final Pattern NUMBER = Pattern.compile("\\d+|0x[0-9a-f]*");

    /** What IDNA 2003, the JDK's, and IDNA 2008 turn into different names (UTS 46, section 7). */
    private static final Pattern DISPUTED = Pattern.compile("[\u00df\u1e9e\u03c2\u200c\u200d]");

    private static final int MAX_CHARS = 253;

    private final String text;
    private final byte[] address;

    private HostName(String text, byte[] address) {
        this.text = text;
        this.address = address;
    }

    /**
     * Reads a name or an IP address as users write them: in any letter case, with or without the final dot, with letters of any
     * script (which become A-labels by IDNA 2003), IPv6 with or without brackets and scope. Nothing is looked up.
     *
     * @throws IllegalArgumentException if the text is neither
     */
    public static HostName of(String text) {
        if (text.indexOf(':') >= 0) {
            return ofIpv6(text);
        }
        if (IPV4.matcher(text).matches()) {
            return ofLiteral(text, text);
        }
        return ofDns(text);
    }

    private static HostName ofIpv6(String text) {
        String bare = text.startsWith("[") && text.endsWith("]") ? text.substring(1, text.length() - 1) : text;
        int scope = bare.indexOf('%');
        return ofLiteral(scope < 0 ? bare : bare.substring(0, scope), text);
    }

    private static HostName ofLiteral(String literal, String written) {
        try {
            InetAddress address = TcpAddress.of(literal, 0).ip();
            return new HostName(address.getHostAddress(), address.getAddress());
        } catch (IllegalArgumentException e) {
            throw wrong(written, "no IPv6 address", e);
        }
    }

    private static HostName ofDns(String written) {
        String name = written.endsWith(".") ? written.substring(0, written.length() - 1) : written;
        if (DISPUTED.matcher(name).find()) {
            throw wrong(written, "has letters on which the standards for names differ; write it as xn--...", null);
        }
        String ascii = ascii(name, written);
        String[] labels = ascii.split("\\.", -1);
        boolean valid = ascii.length() <= MAX_CHARS
                && Arrays.stream(labels).allMatch(label -> LABEL.matcher(label).matches());
        if (!valid) {
            throw wrong(written, "neither a host name nor an IP address", null);
        }
        if (NUMBER.matcher(labels[labels.length - 1]).matches()) {
            throw wrong(written, "ends in a number, yet is no IPv4 address of four parts", null);
        }
        return new HostName(ascii, new byte[0]);
    }

    private static String ascii(String name, String written) {
        try {
            boolean plain = name.chars().allMatch(c -> c < 0x80);
            return (plain ? name : IDN.toASCII(name)).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException e) {
            throw wrong(written, "no international host name", e);
        }
    }

    private static IllegalArgumentException wrong(String text, String problem, @Nullable Throwable cause) {
        return new IllegalArgumentException("'" + PrintableText.text(text) + "': " + problem, cause);
    }

    /** Returns whether this is an IP address; a client does not send it as server name (RFC 6066, section 3). */
    public boolean isAddress() {
        return address.length > 0;
    }

    /** Returns a DNS name as A-labels in lower case without the final dot, or an IP address as the JDK writes it. */
    public String text() {
        return text;
    }

    /**
     * Returns whether a certificate names this host.
     *
     * @throws CertificateRefusedException if the certificate has more than 1024 names
     */
    public boolean isNamedBy(X509Certificate certificate) {
        return isAmong(SubjectNames.of(certificate));
    }

    /**
     * Checks that a certificate names this host.
     *
     * @throws CertificateRefusedException if it does not; the message lists the hosts that it names
     */
    public void check(X509Certificate certificate) {
        SubjectNames names = SubjectNames.of(certificate);
        if (isAmong(names)) {
            return;
        }
        List<String> found = names.texts();
        if (isAddress() && isMisplacedIn(names)) {
            throw new CertificateRefusedException(
                    CertificateRefusedException.CERTIFICATE_UNKNOWN,
                    PrintableText.certificate(certificate) + " names the host " + text
                            + " as a DNS name, not as an IP address, which is what counts for an address");
        }
        throw new CertificateRefusedException(
                CertificateRefusedException.CERTIFICATE_UNKNOWN,
                found.isEmpty()
                        ? PrintableText.certificate(certificate)
                                + " names no host as subject alternative name (the common name does not"
                                + " count); wanted " + text
                        : PrintableText.certificate(certificate) + " is for " + PrintableText.names(found) + "; wanted "
                                + text);
    }

    /** Returns whether this address is written among the DNS names. */
    private boolean isMisplacedIn(SubjectNames names) {
        return names.dns().contains(text) || names.misplaced().stream().anyMatch(this::isWritten);
    }

    private boolean isWritten(String ipv6) {
        try {
            return equals(ofIpv6(ipv6));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    boolean isAmong(SubjectNames names) {
        return isAddress()
                ? names.addresses().stream().anyMatch(other -> Arrays.equals(address, other))
                : names.dns().stream().anyMatch(this::isCoveredBy);
    }

    private boolean isCoveredBy(String presented) {
        if (!presented.startsWith("*.")) {
            return presented.equals(text);
        }
        String suffix = presented.substring(1);
        int firstDot = text.indexOf('.');
        // ".example.org" has two dots or more; ".com" stands for half the world.
        return suffix.indexOf('.', 1) > 0
                && firstDot > 0
                && text.substring(firstDot).equals(suffix);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof HostName name && name.text.equals(text) && Arrays.equals(name.address, address);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /** As {@link #text}. */
    @Override
    public String toString() {
        return text;
    }

    /**
     * The hosts that a certificate names: DNS names and IP addresses among its subject alternative names (RFC 5280, section
     * 4.2.1.6). Names of other kinds, and malformed ones, count as absent.
     *
     * @param dns in lower case; letters, digits, hyphens, underscores, dots and asterisks only
     * @param addresses of 4 or 16 bytes
     * @param misplaced IPv6 addresses that stand as text among the DNS names, where they count for nothing; for messages
     */
    record SubjectNames(List<String> dns, List<byte[]> addresses, List<String> misplaced) {
        /** The largest certificates of content networks have some hundreds. */
        static final int MAX_NAMES = 1024;

        private static final String EXTENSION = "2.5.29.17";
        private static final int DNS_NAME = 2;
        private static final int IP_ADDRESS = 7;
        private static final int MAX_DNS_CHARS = 253;
        private static final int MAX_ADDRESS_CHARS = 45;
        private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

        /**
         * Reads those of a certificate.
         *
         * @throws CertificateRefusedException if there are more than {@value #MAX_NAMES}
         */
        static SubjectNames of(X509Certificate certificate) {
            byte[] extension = certificate.getExtensionValue(EXTENSION);
            if (extension == null) {
                return new SubjectNames(List.of(), List.of(), List.of());
            }
            SubjectNames names = read(extension);
            if (names.dns.size() + names.addresses.size() > MAX_NAMES) {
                throw new CertificateRefusedException(
                        CertificateRefusedException.BAD_CERTIFICATE,
                        PrintableText.certificate(certificate) + " has over " + MAX_NAMES
                                + " subject alternative names");
            }
            return names;
        }

        /** Reads the value of the extension as it stands in a certificate, inside its OCTET STRING. */
        static SubjectNames read(byte[] extension) {
            SubjectNames names = new SubjectNames(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
            try {
                byte[] value = ASN1OctetString.getInstance(extension).getOctets();
                for (ASN1Encodable name : ASN1Sequence.getInstance(value)) {
                    names.add(name);
                }
            } catch (RuntimeException e) {
                // What cannot be read names nobody.
            }
            return names;
        }

        private void add(ASN1Encodable name) {
            if (dns.size() + addresses.size() + misplaced.size() > MAX_NAMES) {
                return;
            }
            try {
                ASN1TaggedObject tagged = ASN1TaggedObject.getInstance(name);
                if (tagged.hasContextTag(DNS_NAME)) {
                    addDns(ASN1OctetString.getInstance(tagged, false).getOctets());
                } else if (tagged.hasContextTag(IP_ADDRESS)) {
                    addAddress(ASN1OctetString.getInstance(tagged, false).getOctets());
                }
            } catch (RuntimeException e) {
                // Not a name, hence no name to match.
            }
        }

        private void addDns(byte[] octets) {
            String name = new String(octets, StandardCharsets.ISO_8859_1);
            boolean plain = name.chars().allMatch(SubjectNames::isDnsChar);
            if (plain && !name.isEmpty() && name.length() <= MAX_DNS_CHARS) {
                dns.add(name.toLowerCase(Locale.ROOT));
            } else if (name.length() <= MAX_ADDRESS_CHARS && IPV6.matcher(name).matches()) {
                misplaced.add(name);
            }
        }

        private static boolean isDnsChar(int c) {
            return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || "-_.*".indexOf(c) >= 0;
        }

        private void addAddress(byte[] octets) {
            if (octets.length == 4 || octets.length == 16) {
                addresses.add(octets);
            }
        }

        /** All of them as text, for a message. */
        List<String> texts() {
            return Stream.concat(dns.stream(), addresses.stream().map(SubjectNames::text))
                    .toList();
        }

        private static String text(byte[] address) {
            try {
                return InetAddress.getByAddress(address).getHostAddress();
            } catch (UnknownHostException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
