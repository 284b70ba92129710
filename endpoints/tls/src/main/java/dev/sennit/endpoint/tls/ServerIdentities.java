package dev.sennit.endpoint.tls;

import dev.sennit.certs.DevelopmentCerts;
import dev.sennit.certs.DevelopmentIdentity;
import dev.sennit.endpoint.schema.Arguments;
import dev.sennit.x509.identity.IdentityFiles;
import dev.sennit.x509.identity.IdentitySource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where a server's certificates are.
 *
 * @param notice what people are to be told about them
 */
record ServerIdentities(IdentitySource source, Optional<String> notice) {
    /** Finds them; makes those for development if none are named, and they are not there. Blocks. */
    static ServerIdentities of(Arguments arguments, Path developmentCerts) throws IOException {
        Optional<Path> folder = arguments.find(TlsServerType.SNI);
        if (folder.isPresent()) {
            return new ServerIdentities(
                    TlsArguments.keyPassword(arguments)
                            .map(password -> IdentitySource.directory(folder.get(), password))
                            .orElseGet(() -> IdentitySource.directory(folder.get())),
                    Optional.empty());
        }
        Optional<IdentityFiles> named = TlsArguments.identity(
                arguments, TlsServerType.CERT, TlsServerType.KEY, arguments.find(TlsServerType.CHAIN));
        return named.isPresent()
                ? new ServerIdentities(IdentitySource.files(named.get()), Optional.empty())
                : forDevelopment(developmentCerts);
    }

    private static ServerIdentities forDevelopment(Path directory) throws IOException {
        DevelopmentIdentity identity = made(directory);
        String made = identity.notice()
                .orElseGet(() ->
                        "clients need to trust " + identity.authorityFile() + " ('sennit certs trust-help' tells how)");
        return new ServerIdentities(
                IdentitySource.files(IdentityFiles.of(identity.chainFile(), identity.keyFile())),
                Optional.of(
                        "no cert= is given, so " + identity.chainFile() + " is shown, for development only; " + made));
    }

    private static DevelopmentIdentity made(Path directory) throws IOException {
        try {
            return DevelopmentCerts.in(directory).identity();
        } catch (IOException e) {
            throw new IOException(
                    "no cert= is given, and there is no certificate for development: " + e.getMessage()
                            + "; or name a certificate with cert=",
                    e);
        }
    }
}
