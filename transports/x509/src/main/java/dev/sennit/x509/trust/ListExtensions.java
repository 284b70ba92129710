package dev.sennit.x509.trust;

import java.io.IOException;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.jspecify.annotations.Nullable;

/**
 * The extensions of a revocation list (RFC 5280, section 5.2).
 *
 * @param number the CRL number, if it has one
 * @param base the number of the complete list that a delta list is based on; empty for a complete list
 * @param authorityKey the identifier of the key that signs the list, if it names one
 * @param scope the value of its issuing distribution point, which it has not if it is for all certificates
 * @param unknown the object identifier of a critical extension that is not processed here
 */
record ListExtensions(
        Optional<BigInteger> number,
        Optional<BigInteger> base,
        Optional<byte[]> authorityKey,
        Optional<byte[]> scope,
        Optional<String> unknown) {
    static final ListExtensions NONE = new ListExtensions(
            Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    private static final String NUMBER = "2.5.29.20";
    private static final String DELTA = "2.5.29.27";
    private static final String ISSUING_DISTRIBUTION_POINT = "2.5.29.28";
    private static final String AUTHORITY_KEY = "2.5.29.35";

    /**
     * Reads them.
     *
     * @param list the SEQUENCE of extensions
     * @throws IllegalArgumentException if they are damaged, or one stands there twice
     */
    static ListExtensions read(DerElement list) {
        Map<String, byte[]> values = new HashMap<>();
        String unknown = null;
        for (DerReader each = list.children(); each.hasMore(); ) {
            DerReader extension = each.next(DerElement.SEQUENCE).children();
            String oid = oid(extension.next(DerElement.OID));
            boolean critical = isCritical(extension);
            if (values.put(oid, extension.next(DerElement.OCTET_STRING).bytes()) != null) {
                throw new IllegalArgumentException("the extension " + oid + " twice");
            }
            if (critical && !isProcessed(oid)) {
                unknown = oid;
            }
        }
        byte @Nullable [] authorityKey = values.get(AUTHORITY_KEY);
        return new ListExtensions(
                Optional.ofNullable(values.get(NUMBER)).map(ListExtensions::integer),
                Optional.ofNullable(values.get(DELTA)).map(ListExtensions::integer),
                Optional.ofNullable(authorityKey)
                        .map(AuthorityKeyIdentifier::getInstance)
                        .map(AuthorityKeyIdentifier::getKeyIdentifierOctets),
                Optional.ofNullable(values.get(ISSUING_DISTRIBUTION_POINT)),
                Optional.ofNullable(unknown));
    }

    private static boolean isProcessed(String oid) {
        return switch (oid) {
            case NUMBER, DELTA, ISSUING_DISTRIBUTION_POINT, AUTHORITY_KEY -> true;
            default -> false;
        };
    }

    private static BigInteger integer(byte[] value) {
        return ASN1Integer.getInstance(value).getValue();
    }

    /** Reads whether an extension is critical, which stands behind its object identifier. */
    static boolean isCritical(DerReader extension) {
        return extension
                .find(DerElement.BOOLEAN)
                .map(critical -> !critical.contentEquals(new byte[] {0}))
                .orElse(false);
    }

    static String oid(DerElement element) {
        return ASN1ObjectIdentifier.getInstance(primitive(element)).getId();
    }

    static ASN1Primitive primitive(DerElement element) {
        try {
            return ASN1Primitive.fromByteArray(element.encoded());
        } catch (IOException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
