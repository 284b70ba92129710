package dev.sennit.x509.trust;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1TaggedObject;

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
                    PrintableText.certificate(certificate) + " has over " + MAX_NAMES + " subject alternative names");
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
        List<String> texts = new ArrayList<>(dns);
        for (byte[] address : addresses) {
            texts.add(text(address));
        }
        return texts;
    }

    private static String text(byte[] address) {
        try {
            return InetAddress.getByAddress(address).getHostAddress();
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }
}
