package dev.sennit.certs;

import dev.sennit.transport.TcpAddress;
import java.net.IDN;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads the names that people write. */
final class NameText {
    private static final String OCTET = "(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
    static final Pattern IPV4 = Pattern.compile(OCTET + "(\\." + OCTET + "){3}");
    static final Pattern URI_SCHEME = Pattern.compile("^([A-Za-z][A-Za-z0-9+.-]*://|urn:|URN:)");

    private static final Pattern DIGITS = Pattern.compile("[0-9.]+");
    private static final Pattern LABEL = Pattern.compile("[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?");
    private static final Pattern EMAIL = Pattern.compile("[^@\\s]+@[^@\\s]+");

    /** The groups of 16 bits in an IPv6 address. */
    private static final int GROUPS = 8;

    private NameText() {}

    static InetAddress address(String text) {
        String digits = text.startsWith("[") && text.endsWith("]") ? text.substring(1, text.length() - 1) : text;
        if (digits.contains("%")) {
            throw new IllegalArgumentException(
                    "'" + text + "' has a scope, which certificates cannot name: leave out what follows the '%'");
        }
        try {
            return TcpAddress.of(digits, 0).ip();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("'" + text + "' is no IP address, and no name has a ':'", e);
        }
    }

    /** Writes an address as people do: the longest run of zeros of an IPv6 address is '::' (RFC 5952 section 4). */
    static String text(InetAddress address) {
        byte[] octets = address.getAddress();
        if (octets.length != 2 * GROUPS) {
            return address.getHostAddress();
        }
        int[] groups = new int[GROUPS];
        for (int i = 0; i < GROUPS; i++) {
            groups[i] = (octets[2 * i] & 0xFF) << 8 | (octets[2 * i + 1] & 0xFF);
        }
        int from = 0;
        int length = 1;
        for (int i = 0; i < GROUPS; i++) {
            int zeros = 0;
            while (i + zeros < GROUPS && groups[i + zeros] == 0) {
                zeros++;
            }
            if (zeros > length) {
                from = i;
                length = zeros;
            }
        }
        if (length == 1) {
            return hex(groups, 0, GROUPS);
        }
        return hex(groups, 0, from) + "::" + hex(groups, from + length, GROUPS);
    }

    private static String hex(int[] groups, int from, int until) {
        return Arrays.stream(groups, from, until).mapToObj(Integer::toHexString).collect(Collectors.joining(":"));
    }

    static String uri(String text) {
        try {
            return new URI(text).toASCIIString();
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("'" + text + "' is no URI: " + e.getReason(), e);
        }
    }

    static SubjectName email(String text) {
        if (!EMAIL.matcher(text).matches()) {
            throw new IllegalArgumentException("'" + text + "' is no e-mail address");
        }
        return new SubjectName.Email(text);
    }

    static String dns(String text) {
        String name = ascii(text);
        boolean wildcard = name.startsWith("*.");
        String rest = wildcard ? name.substring(2) : name;
        if (name.length() > SubjectName.LONGEST_DNS_NAME) {
            throw new IllegalArgumentException(
                    "a DNS name has at most " + SubjectName.LONGEST_DNS_NAME + " characters, not " + name.length());
        }
        if (DIGITS.matcher(rest).matches()) {
            throw new IllegalArgumentException("'" + text + "' is neither an IPv4 address nor a DNS name");
        }
        for (String label : rest.split("\\.", -1)) {
            if (!LABEL.matcher(label).matches()) {
                throw new IllegalArgumentException("'" + text + "' is no DNS name: "
                        + (label.isEmpty() ? "a part of it is empty" : "'" + label + "' cannot be a part of one")
                        + (label.contains("*") ? "; a '*' stands alone, as the first part" : ""));
            }
        }
        return name;
    }

    private static String ascii(String text) {
        if (text.chars().allMatch(c -> c < 0x80)) {
            return text;
        }
        try {
            return IDN.toASCII(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("'" + text + "' is no DNS name: " + e.getMessage(), e);
        }
    }
}
