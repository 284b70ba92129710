package dev.sennit.x509.pem;

import org.jspecify.annotations.Nullable;

/** A certificate revocation list as a file holds it: its DER encoding (RFC 5280, section 5.1), not parsed yet. Immutable. */
public final class EncodedRevocationList {
    private final PemBlock block;

    EncodedRevocationList(PemBlock block) {
        this.block = block;
    }

    /** Returns the place of the list: the file as the user wrote it and, in PEM, {@code :} and the line of its BEGIN. */
    public String place() {
        return block.place();
    }

    /** Returns the encoding: the array itself, not a copy, since it may have many megabytes. The caller must not change it. */
    public byte[] der() {
        return block.der();
    }

    /** Returns an exception that says that this list is damaged. */
    public PemException damaged(@Nullable Throwable cause) {
        String otherwise = "it is not of the form of RFC 5280, section 5.1";
        return block.failure("a damaged revocation list: " + PemBlock.damage(block.der(), otherwise), cause);
    }

    /** Returns the place. */
    @Override
    public String toString() {
        return place();
    }
}
