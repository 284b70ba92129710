package dev.sennit.x509.pem;

import java.io.ByteArrayOutputStream;
import java.util.Base64;

/** Decodes Base64 (RFC 4648, section 4) that comes in lines of any length, without holding the whole of its text. */
final class Base64Lines {
    private static final int GROUP = 4;

    private final ByteArrayOutputStream decoded = new ByteArrayOutputStream();
    /** The characters of a group that is not whole yet. */
    private String rest = "";

    private boolean padded;

    /**
     * Takes the next line.
     *
     * @throws IllegalArgumentException if it is no Base64, or follows the padding
     */
    void add(String line) {
        if (line.isEmpty()) {
            return;
        }
        if (padded) {
            throw new IllegalArgumentException("text after the padding");
        }
        String text = rest.concat(line);
        int whole = text.length() - text.length() % GROUP;
        decoded.writeBytes(Base64.getDecoder().decode(text.substring(0, whole)));
        rest = text.substring(whole);
        padded = whole > 0 && text.charAt(whole - 1) == '=';
    }

    /**
     * Returns all that was decoded.
     *
     * @throws IllegalArgumentException if the last group is no Base64
     */
    byte[] end() {
        decoded.writeBytes(Base64.getDecoder().decode(padded && !rest.isEmpty() ? "=" + rest : rest));
        return decoded.toByteArray();
    }
}
