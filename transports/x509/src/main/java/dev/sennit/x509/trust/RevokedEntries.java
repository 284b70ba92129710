package dev.sennit.x509.trust;

import java.math.BigInteger;
import java.security.cert.CRLReason;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Enumerated;
import org.bouncycastle.asn1.BERTags;
import org.jspecify.annotations.Nullable;

/**
 * The entries of a revocation list (RFC 5280, section 5.1.2.6), found by serial number through a hash table of their
 * places: 8 to 16 bytes for each entry beside the encoding. Immutable.
 *
 * <pre>
 * SEQUENCE { userCertificate INTEGER, revocationDate Time, crlEntryExtensions SEQUENCE OF Extension OPTIONAL }
 * </pre>
 */
final class RevokedEntries {
    /** A list without entries. */
    static final RevokedEntries NONE = new RevokedEntries(new byte[0], new int[0], 0, null);

    /** 2.5.29.21, section 5.3.1. */
    private static final byte[] REASON = {0x55, 0x1d, 21};
    /** 2.5.29.23, of RFC 3280; RFC 5280 has it no more. */
    private static final byte[] HOLD_INSTRUCTION = {0x55, 0x1d, 23};
    /** 2.5.29.24, section 5.3.2. */
    private static final byte[] INVALIDITY_DATE = {0x55, 0x1d, 24};

    private static final int GOLDEN_RATIO = 0x9e3779b9;

    private final byte[] der;
    /** The start of an entry plus one, or 0, at the hash of the entry's serial number or behind it. */
    private final int[] table;

    private final int count;
    private final @Nullable String unknown;

    private RevokedEntries(byte[] der, int[] table, int count, @Nullable String unknown) {
        this.der = der;
        this.table = table;
        this.count = count;
        this.unknown = unknown;
    }

    /**
     * An entry.
     *
     * @param date when the certificate was revoked
     */
    record Entry(Instant date, CRLReason reason) {}

    /**
     * Reads the entries.
     *
     * @param list the SEQUENCE of entries
     * @throws IllegalArgumentException if it is damaged
     */
    static RevokedEntries read(byte[] der, DerElement list) {
        int count = 0;
        String unknown = null;
        for (DerReader entries = list.children(); entries.hasMore(); count++) {
            String found = check(entries.next(DerElement.SEQUENCE));
            unknown = unknown == null ? found : unknown;
        }
        int[] table = new int[Math.max(2, Integer.highestOneBit(Math.max(count, 1)) * 4)];
        for (DerReader entries = list.children(); entries.hasMore(); ) {
            DerElement entry = entries.next();
            DerElement serial = entry.children().next();
            int at = slot(der, serial.content(), serial.end(), table.length);
            while (table[at] != 0) {
                at = at + 1 & table.length - 1;
            }
            table[at] = entry.start() + 1;
        }
        return new RevokedEntries(der, table, count, unknown);
    }

    /** Checks the form of an entry; returns the critical extension that is not processed here, or null. */
    private static @Nullable String check(DerElement entry) {
        DerReader parts = entry.children();
        DerElement serial = parts.next(BERTags.INTEGER);
        if (serial.content() == serial.end()) {
            throw new IllegalArgumentException("an empty serial number");
        }
        parts.next().time();
        Optional<DerElement> extensions = parts.find(DerElement.SEQUENCE);
        parts.end();
        return extensions.isPresent() ? unknownCritical(extensions.get()) : null;
    }

    private static @Nullable String unknownCritical(DerElement extensions) {
        String unknown = null;
        for (DerReader each = extensions.children(); each.hasMore(); ) {
            DerReader extension = each.next(DerElement.SEQUENCE).children();
            DerElement oid = extension.next(BERTags.OBJECT_IDENTIFIER);
            boolean critical = ListExtensions.isCritical(extension);
            DerElement value = extension.next(BERTags.OCTET_STRING);
            if (oid.contentEquals(REASON)) {
                reason(value);
            } else if (critical && !oid.contentEquals(INVALIDITY_DATE) && !oid.contentEquals(HOLD_INSTRUCTION)) {
                unknown = ListExtensions.oid(oid);
            }
        }
        return unknown;
    }

    int count() {
        return count;
    }

    /** Returns the object identifier of a critical extension of an entry that is not processed here. */
    Optional<String> unknownCritical() {
        return Optional.ofNullable(unknown);
    }

    /** Returns the entry of a certificate; of several, one that revokes it. */
    Optional<Entry> find(BigInteger serial) {
        if (table.length == 0) {
            return Optional.empty();
        }
        byte[] wanted = serial.toByteArray();
        Entry found = null;
        for (int at = slot(wanted, 0, wanted.length, table.length); table[at] != 0; at = at + 1 & table.length - 1) {
            DerElement entry = DerElement.at(der, table[at] - 1, der.length);
            DerReader parts = entry.children();
            DerElement number = parts.next();
            boolean same = Arrays.equals(
                    der,
                    firstDigit(der, number.content(), number.end()),
                    number.end(),
                    wanted,
                    firstDigit(wanted, 0, wanted.length),
                    wanted.length);
            if (same && (found == null || found.reason() == CRLReason.REMOVE_FROM_CRL)) {
                found = entry(parts);
            }
        }
        return Optional.ofNullable(found);
    }

    private static Entry entry(DerReader parts) {
        Instant date = parts.next().time();
        CRLReason reason = CRLReason.UNSPECIFIED;
        if (parts.hasMore()) {
            for (DerReader each = parts.next().children(); each.hasMore(); ) {
                DerReader extension = each.next().children();
                if (extension.next().contentEquals(REASON)) {
                    ListExtensions.isCritical(extension);
                    reason = reason(extension.next());
                }
            }
        }
        return new Entry(date, reason);
    }

    private static CRLReason reason(DerElement value) {
        int code = ASN1Enumerated.getInstance(value.bytes()).intValueExact();
        CRLReason[] all = CRLReason.values();
        if (code < 0 || code >= all.length) {
            throw new IllegalArgumentException("no reason has the number " + code);
        }
        return all[code];
    }

    private static int slot(byte[] bytes, int from, int to, int size) {
        int hash = 0;
        for (int i = firstDigit(bytes, from, to); i < to; i++) {
            hash = hash * 31 + bytes[i];
        }
        hash *= GOLDEN_RATIO;
        return hash >>> (Integer.numberOfLeadingZeros(size) + 1);
    }

    /** Leading zeros are no part of a number, whoever wrote them. */
    private static int firstDigit(byte[] bytes, int from, int to) {
        int first = from;
        while (first < to - 1 && bytes[first] == 0) {
            first++;
        }
        return first;
    }
}
