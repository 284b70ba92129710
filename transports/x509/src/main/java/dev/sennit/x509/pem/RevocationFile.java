package dev.sennit.x509.pem;

import java.nio.file.Path;
import java.util.List;

/**
 * Reads certificate revocation lists from files, in PEM (up to 1024 lists in one file) or in DER (one list), as authorities
 * publish them.
 */
public final class RevocationFile {
    /** The most bytes that a file may have unless the caller says otherwise: 64 MiB. */
    public static final int DEFAULT_MAX_BYTES = 64 << 20;

    private RevocationFile() {}

    /**
     * Reads the lists of a file, in file order, at least one. Blocks.
     *
     * @param maxBytes the most bytes that the file may have, at least 1
     * @throws PemException if the file cannot be read, is too large, or holds no revocation list
     * @throws IllegalArgumentException if maxBytes is not positive
     */
    public static List<EncodedRevocationList> read(Path file, int maxBytes) {
        if (maxBytes < 1) {
            throw new IllegalArgumentException("maxBytes is " + maxBytes + "; wanted at least 1");
        }
        return of(file.toString(), PemFile.content(file, maxBytes));
    }

    /**
     * Takes the content of a file that is in memory already.
     *
     * @param name stands for the file in messages
     * @throws PemException if the content holds no revocation list
     */
    public static List<EncodedRevocationList> of(String name, byte[] content) {
        return switch (DerKind.of(content)) {
            case NOT_DER -> PemFile.of(name, content).encodedRevocationLists();
            case REVOCATION_LIST -> List.of(new EncodedRevocationList(PemBlock.ofDer(name, "X509 CRL", content)));
            default -> throw new PemException(name, DerKind.of(content).found() + ", and a revocation list is wanted");
        };
    }
}
