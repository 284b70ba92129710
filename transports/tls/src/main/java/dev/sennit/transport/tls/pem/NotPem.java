package dev.sennit.transport.tls.pem;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Says what a file is that holds no PEM object. */
final class NotPem {
    private static final byte[] PKCS7_DATA = {
        0x06, 0x09, 0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 0x0d, 0x01, 0x07
    };

    private NotPem() {}

    /** Answers a sentence that names the format and how to come from it to PEM. */
    static String describe(byte[] content) {
        if (content.length == 0) {
            return "the file is empty";
        }
        String text = new String(content, 0, Math.min(content.length, 256), StandardCharsets.ISO_8859_1);
        if (text.startsWith("\u00fe\u00ed\u00fe\u00ed") || text.startsWith("\u00ce\u00ce\u00ce\u00ce")) {
            return "a Java key store (JKS), and PEM is wanted; convert it with keytool -importkeystore -deststoretype"
                    + " PKCS12, then openssl pkcs12";
        }
        if (text.startsWith("PuTTY-User-Key-File")) {
            return "a PuTTY key, and PEM is wanted";
        }
        if (content[0] == 0x30) {
            return der(content, text);
        }
        return "no PEM object in it; wanted a line like -----BEGIN CERTIFICATE-----";
    }

    private static String der(byte[] content, String text) {
        int inner = startOfInner(content);
        // PFX ::= SEQUENCE { version INTEGER (3), authSafe SEQUENCE { pkcs7-data ... (RFC 7292, section 4)
        if (text.startsWith("\u0002\u0001\u0003", inner) && indexOf(content, PKCS7_DATA) >= 0) {
            return "a PKCS#12 store (.p12, .pfx), and PEM is wanted; convert it with openssl pkcs12 -in FILE -out NEW.pem";
        }
        if (text.startsWith("\u0002\u0001", inner)) {
            return "a private key in binary form (DER), and PEM is wanted; convert it with openssl pkey -inform DER -in"
                    + " FILE -out NEW.pem";
        }
        return "binary (DER), probably a certificate, and PEM is wanted; convert it with openssl x509 -inform DER -in FILE"
                + " -out NEW.pem";
    }

    /** Where the content of the outermost SEQUENCE begins. */
    private static int startOfInner(byte[] content) {
        int length = content.length > 1 ? content[1] & 0xff : 0;
        return length > 0x80 ? 2 + (length & 0x7f) : 2;
    }

    private static int indexOf(byte[] content, byte[] part) {
        for (int i = 0; i + part.length <= Math.min(content.length, 64); i++) {
            if (Arrays.equals(content, i, i + part.length, part, 0, part.length)) {
                return i;
            }
        }
        return -1;
    }
}
