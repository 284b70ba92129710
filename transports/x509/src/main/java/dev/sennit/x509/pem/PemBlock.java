package dev.sennit.x509.pem;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One object of a PEM file.
 *
 * @param file the file as the user wrote it, for messages
 * @param line the line of its BEGIN, counted from 1
 * @param label the text between BEGIN and the dashes
 * @param headers the lines of RFC 1421 before the body, by name in lower case; empty in all but old encrypted keys
 * @param der the decoded body
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record PemBlock(String file, int line, String label, Map<String, String> headers, byte[] der) {
    boolean isCertificate() {
        return switch (label) {
            case "CERTIFICATE", "X509 CERTIFICATE", "TRUSTED CERTIFICATE" -> true;
            default -> false;
        };
    }

    boolean isBundle() {
        return label.equals("PKCS7") || label.equals("CMS") || label.equals("PKCS #7 SIGNED DATA");
    }

    boolean isPrivateKey() {
        return label.endsWith("PRIVATE KEY");
    }

    boolean isRevocationList() {
        return label.equals("X509 CRL") || label.equals("CRL");
    }

    /** Returns the kind of the object, as a noun with its article. */
    String noun() {
        if (isCertificate()) {
            return "a certificate";
        }
        if (isRevocationList()) {
            return "a revocation list";
        }
        return switch (label) {
            case "PRIVATE KEY" -> "a private key";
            case "RSA PRIVATE KEY" -> "an RSA private key";
            case "EC PRIVATE KEY" -> "an EC private key";
            case "DSA PRIVATE KEY" -> "a DSA private key";
            case "ENCRYPTED PRIVATE KEY" -> "an encrypted private key";
            case "OPENSSH PRIVATE KEY" -> "an OpenSSH private key";
            case "PUBLIC KEY", "RSA PUBLIC KEY" -> "a public key";
            case "CERTIFICATE REQUEST", "NEW CERTIFICATE REQUEST" -> "a certificate request";
            case "PKCS7", "CMS", "PKCS #7 SIGNED DATA" -> "a PKCS#7 bundle";
            case "EC PARAMETERS" -> "EC parameters";
            case "DH PARAMETERS", "X9.42 DH PARAMETERS" -> "DH parameters";
            default -> "an object of the kind \"" + label + "\"";
        };
    }

    /** Returns what is wrong with a body that cannot be read: it may be shorter than its length says (X.690, section 8.1.3). */
    String damage() {
        return damage(der, "what is between BEGIN and END is not what they say");
    }

    /** Returns what is wrong with a DER encoding that cannot be read: it is cut short, or otherwise. */
    static String damage(byte[] der, String otherwise) {
        long announced = announcedBytes(der);
        return announced > der.length
                ? "it is cut short, " + der.length + " bytes of " + announced + " are there"
                : otherwise;
    }

    private static long announcedBytes(byte[] der) {
        int first = der.length > 1 ? der[1] & 0xff : 0;
        int more = first > 0x80 ? first & 0x7f : 0;
        if (more > 4 || der.length < 2 + more) {
            return 0;
        }
        long length = more == 0 ? first & 0x7f : 0;
        for (int i = 0; i < more; i++) {
            length = length << 8 | (der[2 + i] & 0xff);
        }
        return 2 + more + length;
    }

    PemException failure(String problem) {
        return failure(problem, null);
    }

    PemException failure(String problem, @Nullable Throwable cause) {
        return new PemException(file, line, problem, cause);
    }

    @Override
    public String toString() {
        return file + ":" + line + ": " + noun();
    }
}
