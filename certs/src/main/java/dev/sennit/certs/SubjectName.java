package dev.sennit.certs;

import java.net.InetAddress;

/**
 * One name that a certificate is for: an entry of its subject alternative name (RFC 5280 section 4.2.1.6).
 *
 * <p>{@link #of} reads what people write and refuses what no certificate should hold. The records themselves
 * take any text that can be encoded, so that tests can issue certificates with names that must be refused.
 */
public sealed interface SubjectName {
    /** The longest DNS name, in characters. */
    int LONGEST_DNS_NAME = 253;

    /** A DNS name such as {@code example.org}, or a wildcard such as {@code *.example.org}, in ASCII. */
    record Dns(String name) implements SubjectName {
        public Dns {
            requireAscii(name);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /** An IPv4 or IPv6 address; a scope is left out. */
    record Ip(InetAddress address) implements SubjectName {
        @Override
        public String toString() {
            return NameText.text(address);
        }
    }

    /** An e-mail address, in ASCII. */
    record Email(String address) implements SubjectName {
        public Email {
            requireAscii(address);
        }

        @Override
        public String toString() {
            return address;
        }
    }

    /** A URI, in ASCII, such as {@code spiffe://example.org/billing}. */
    record Uri(String uri) implements SubjectName {
        public Uri {
            requireAscii(uri);
        }

        @Override
        public String toString() {
            return uri;
        }
    }

    /**
     * Reads a name as people write it: an IP address in digits (IPv6 with or without brackets), a URI with its scheme,
     * an e-mail address with its {@code @}, or else a DNS name. Nothing is looked up.
     *
     * <p>A DNS name may begin with the label {@code *}, and may be international: it becomes its ASCII form (IDNA).
     *
     * @throws IllegalArgumentException if the text is none of these; the message says why
     */
    static SubjectName of(String text) {
        if (NameText.IPV4.matcher(text).matches()) {
            return new Ip(NameText.address(text));
        }
        if (NameText.URI_SCHEME.matcher(text).find()) {
            return new Uri(NameText.uri(text));
        }
        if (text.contains(":")) {
            return new Ip(NameText.address(text));
        }
        if (text.contains("@")) {
            return NameText.email(text);
        }
        return new Dns(NameText.dns(text));
    }

    private static void requireAscii(String text) {
        if (text.isEmpty() || !text.chars().allMatch(c -> c >= 0x20 && c < 0x7F)) {
            throw new IllegalArgumentException("a name in a certificate is written in ASCII, not '" + text + "'");
        }
    }
}
