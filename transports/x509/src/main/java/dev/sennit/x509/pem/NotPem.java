package dev.sennit.x509.pem;

import java.nio.charset.StandardCharsets;

/** Describes a file that holds no PEM object. */
final class NotPem {
    private NotPem() {}

    /**
     * Returns a sentence that names the format of the file and a command that converts it.
     *
     * @param wanted the formats that are read: PEM, or PEM and PKCS#12
     */
    static String describe(byte[] content, String wanted) {
        if (content.length == 0) {
            return "the file is empty";
        }
        String text = new String(content, 0, Math.min(content.length, 256), StandardCharsets.ISO_8859_1);
        if (text.startsWith("\u00fe\u00ed\u00fe\u00ed") || text.startsWith("\u00ce\u00ce\u00ce\u00ce")) {
            return "a Java key store (JKS), and " + wanted + " is wanted; convert it with keytool -importkeystore"
                    + (wanted.endsWith("PKCS#12")
                            ? " -srckeystore FILE -destkeystore NEW.p12 -deststoretype PKCS12"
                            : " -deststoretype PKCS12, then openssl pkcs12");
        }
        if (text.startsWith("PuTTY-User-Key-File")) {
            return "a PuTTY key, and " + wanted + " is wanted";
        }
        DerKind kind = DerKind.of(content);
        return kind == DerKind.NOT_DER
                ? "no PEM object in it; wanted a line like -----BEGIN CERTIFICATE-----"
                : kind.whereIsWanted(wanted);
    }
}
