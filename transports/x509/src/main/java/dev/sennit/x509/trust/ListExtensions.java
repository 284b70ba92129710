package dev.sennit.x509.trust;

import java.math.BigInteger;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.BERTags;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;

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

    private static final Set<ASN1ObjectIdentifier> PROCESSED = Set.of(
            Extension.cRLNumber,
            Extension.deltaCRLIndicator,
            Extension.issuingDistributionPoint,
            Extension.authorityKeyIdentifier);

    /**
     * Reads them.
     *
     * @param list the SEQUENCE of extensions
     * @throws IllegalArgumentException if they are damaged, or one stands there twice
     */
    static ListExtensions read(DerElement list) {
        Extensions all = Extensions.getInstance(list.encoded());
        return new ListExtensions(
                value(all, Extension.cRLNumber).map(ListExtensions::integer),
                value(all, Extension.deltaCRLIndicator).map(ListExtensions::integer),
                value(all, Extension.authorityKeyIdentifier)
                        .map(AuthorityKeyIdentifier::getInstance)
                        .map(AuthorityKeyIdentifier::getKeyIdentifierOctets),
                value(all, Extension.issuingDistributionPoint),
                Stream.of(all.getCriticalExtensionOIDs())
                        .filter(oid -> !PROCESSED.contains(oid))
                        .map(ASN1ObjectIdentifier::getId)
                        .findFirst());
    }

    private static Optional<byte[]> value(Extensions all, ASN1ObjectIdentifier oid) {
        return Optional.ofNullable(all.getExtension(oid))
                .map(extension -> extension.getExtnValue().getOctets());
    }

    private static BigInteger integer(byte[] value) {
        return ASN1Integer.getInstance(value).getValue();
    }

    /** Reads whether an extension is critical, which stands behind its object identifier. */
    static boolean isCritical(DerReader extension) {
        return extension
                .find(BERTags.BOOLEAN)
                .map(critical -> !critical.contentEquals(new byte[] {0}))
                .orElse(false);
    }

    static String oid(DerElement element) {
        return ASN1ObjectIdentifier.getInstance(element.encoded()).getId();
    }
}
