package dev.sennit.certs;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A certificate for development, and its files.
 *
 * @param issued the chain and the key
 * @param chainFile the file of the chain
 * @param keyFile the file of the key
 * @param authorityFile the file of the authority's certificate, which clients have to trust
 * @param made the files that were made anew, and why; empty if all existed
 */
public record DevelopmentIdentity(
        IssuedCertificate issued, Path chainFile, Path keyFile, Path authorityFile, List<Made> made) {
    public DevelopmentIdentity {
        made = List.copyOf(made);
    }

    /**
     * A file that was made anew.
     *
     * @param file the file of the certificate; its key is beside it
     * @param reason the reason, as the end of a sentence, such as {@code there was none}
     */
    public record Made(Path file, String reason) {
        @Override
        public String toString() {
            return file + " (" + reason + ")";
        }
    }

    /** Returns one line for people that says which files were made; empty if none was. */
    public Optional<String> notice() {
        if (made.isEmpty()) {
            return Optional.empty();
        }
        String files = made.stream().map(Made::toString).collect(Collectors.joining(" and "));
        return Optional.of("made for development: " + files + "; clients need to trust " + authorityFile
                + " ('sennit certs trust-help' tells how)");
    }
}
