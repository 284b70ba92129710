package dev.sennit.x509.pem;

import org.bouncycastle.asn1.BERTags;

/**
 * The kind of object that a file holds in DER, told from its first elements, and the command that converts it to PEM.
 */
enum DerKind {
    /** The content does not begin with a SEQUENCE. */
    NOT_DER("no DER", ""),
    /** {@code Certificate}: RFC 5280, section 4.1. */
    CERTIFICATE("a certificate in binary form (DER)", "openssl x509 -inform DER -in FILE -out NEW.pem"),
    /** {@code CertificateList}: RFC 5280, section 5.1. */
    REVOCATION_LIST("a revocation list in binary form (DER)", "openssl crl -inform DER -in FILE -out NEW.pem"),
    /** {@code CertificationRequest}: RFC 2986, section 4. */
    REQUEST("a certificate request in binary form (DER)", ""),
    /** {@code PrivateKeyInfo}, {@code RSAPrivateKey}, {@code ECPrivateKey}: an INTEGER comes first. */
    PRIVATE_KEY("a private key in binary form (DER)", "openssl pkey -inform DER -in FILE -out NEW.pem"),
    /** {@code EncryptedPrivateKeyInfo}: RFC 5958, section 3. */
    ENCRYPTED_KEY(
            "an encrypted private key in binary form (DER)", "openssl pkcs8 -inform DER -in FILE -topk8 -out NEW.pem"),
    /** {@code SubjectPublicKeyInfo}: RFC 5280, section 4.1. */
    PUBLIC_KEY("a public key in binary form (DER)", ""),
    /** {@code ContentInfo} of signed data: RFC 2315, section 7. */
    PKCS7("a PKCS#7 bundle in binary form (DER)", "openssl pkcs7 -inform DER -print_certs -in FILE -out NEW.pem"),
    /** {@code PFX}: RFC 7292, section 4. */
    PKCS12("a PKCS#12 store (.p12, .pfx)", "openssl pkcs12 -in FILE -out NEW.pem"),
    /** Any other SEQUENCE. */
    UNKNOWN("binary (DER) of an unknown kind", "");

    private static final int SEQUENCE = BERTags.SEQUENCE | BERTags.CONSTRUCTED;
    private static final int TAG_0 = 0xa0;

    private final String found;
    private final String command;

    DerKind(String found, String command) {
        this.found = found;
        this.command = command;
    }

    /** Returns the kind as a noun with its article. */
    String found() {
        return found;
    }

    /** Returns the kind, the format that is wanted, and the command that converts it to PEM if there is one. */
    String whereIsWanted(String wanted) {
        return found + ", and " + wanted + " is wanted" + (command.isEmpty() ? "" : "; convert it with " + command);
    }

    /** Returns the kind of a whole file. */
    static DerKind of(byte[] content) {
        if (content.length == 0 || (content[0] & 0xff) != SEQUENCE) {
            return NOT_DER;
        }
        int first = inside(content, 0);
        int second = after(content, first);
        return switch (tag(content, first)) {
            case BERTags.INTEGER -> ofNumbered(content, first, second);
            case BERTags.OBJECT_IDENTIFIER -> tag(content, second) == TAG_0 ? PKCS7 : UNKNOWN;
            case SEQUENCE -> ofNested(content, first, second);
            default -> UNKNOWN;
        };
    }

    /** A version or a number comes first. */
    private static DerKind ofNumbered(byte[] content, int first, int second) {
        boolean version3 = content[first + 1] == 1 && content.length > first + 2 && content[first + 2] == 3;
        return switch (tag(content, second)) {
            // PrivateKeyInfo has an algorithm here, PFX a ContentInfo: both begin with an OID, but a PFX has version 3.
            case SEQUENCE -> version3 ? PKCS12 : PRIVATE_KEY;
            case BERTags.INTEGER, BERTags.OCTET_STRING -> PRIVATE_KEY;
            default -> UNKNOWN;
        };
    }

    private static DerKind ofNested(byte[] content, int first, int second) {
        int inner = inside(content, first);
        return switch (tag(content, second)) {
            case BERTags.BIT_STRING -> tag(content, inner) == BERTags.OBJECT_IDENTIFIER ? PUBLIC_KEY : UNKNOWN;
            case BERTags.OCTET_STRING -> tag(content, inner) == BERTags.OBJECT_IDENTIFIER ? ENCRYPTED_KEY : UNKNOWN;
            // A file that is cut short ends before the signature.
            case SEQUENCE, -1 -> ofSigned(content, inner);
            default -> UNKNOWN;
        };
    }

    /** An object with a signature: it is told by its fields before the names. */
    private static DerKind ofSigned(byte[] content, int inner) {
        if (tag(content, inner) == TAG_0) {
            return CERTIFICATE;
        }
        boolean numbered = tag(content, inner) == BERTags.INTEGER;
        int second = numbered ? after(content, inner) : inner;
        int fourth = after(content, after(content, second));
        // A list: version, algorithm, issuer, time. A certificate of version 1: serial number, algorithm, issuer,
        // validity.
        // A request: version, subject, key, attributes.
        if (isTime(content, fourth)) {
            return REVOCATION_LIST;
        }
        if (!numbered) {
            return UNKNOWN;
        }
        return tag(content, fourth) == SEQUENCE && isTime(content, inside(content, fourth)) ? CERTIFICATE : REQUEST;
    }

    private static boolean isTime(byte[] content, int at) {
        int tag = tag(content, at);
        return tag == BERTags.UTC_TIME || tag == BERTags.GENERALIZED_TIME;
    }

    /** Returns the tag at an index, or -1 behind the end. */
    private static int tag(byte[] content, int at) {
        return at >= 0 && at < content.length - 1 ? content[at] & 0xff : -1;
    }

    /** Returns the index of what the element at an index contains, or -1 behind the end. */
    private static int inside(byte[] content, int at) {
        if (tag(content, at) < 0) {
            return -1;
        }
        int length = content[at + 1] & 0xff;
        return at + 2 + (length > 0x80 ? length & 0x7f : 0);
    }

    /** Returns the index behind the element at an index, or -1 behind the end. */
    private static int after(byte[] content, int at) {
        int inside = inside(content, at);
        if (inside < 0 || inside > content.length) {
            return -1;
        }
        long length = content[at + 1] & 0xff;
        if (length > 0x80) {
            length = 0;
            for (int i = at + 2; i < inside; i++) {
                length = Math.min(length << 8 | (content[i] & 0xff), Integer.MAX_VALUE);
            }
        }
        return (int) Math.min(inside + length, content.length);
    }
}
