package dev.sennit.tls.bc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;
import org.bouncycastle.tls.SecurityParameters;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.crypto.TlsCrypto;
import org.bouncycastle.tls.crypto.TlsSecret;
import org.jspecify.annotations.Nullable;

/**
 * Appends the secrets of connections to a file in the format that Wireshark reads (RFC 9850). The file is opened for each write, so
 * it may be moved away meanwhile.
 *
 * <p>The file must be a regular file and no symbolic link. If the file system has POSIX permissions, only its owner may have any;
 * a new file is created in this way.
 */
final class KeyLog {
    private static final Logger LOG = System.getLogger(KeyLog.class.getName());
    private static final HexFormat HEX = HexFormat.of();
    private static final Set<PosixFilePermission> OWNER_ONLY =
            Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
    private static final Set<OpenOption> APPENDING =
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND, LinkOption.NOFOLLOW_LINKS);

    private final Path file;
    /** Whether the last attempt failed; further failures are not logged. */
    private boolean failing;

    /**
     * Creates the file if it does not exist; blocks.
     *
     * @throws UncheckedIOException if the file cannot be written, is a symbolic link or no regular file, or gives permissions to
     *     others than its owner; the message names the file
     */
    KeyLog(Path file) {
        this.file = file;
        try {
            append("");
        } catch (IOException unwritable) {
            throw new UncheckedIOException(problem(unwritable), unwritable);
        }
        LOG.log(
                Level.WARNING,
                "the secrets of every TLS connection are written to {0}: whoever reads it reads the traffic",
                file);
    }

    /** Writes the secrets that the handshake has derived so far; the crypto copies them, since reading one destroys it. */
    void record(TlsCrypto crypto, SecurityParameters security) {
        byte[] clientRandom = security.getClientRandom();
        if (!TlsUtils.isTLSv13(security.getNegotiatedVersion())) {
            write(line("CLIENT_RANDOM", clientRandom, crypto, security.getMasterSecret()));
            return;
        }
        boolean application = security.getExporterMasterSecret() != null || security.getBaseKeyClient() != null;
        String suffix = application ? "_TRAFFIC_SECRET_0" : "_HANDSHAKE_TRAFFIC_SECRET";
        write(line("CLIENT" + suffix, clientRandom, crypto, security.getTrafficSecretClient())
                + line("SERVER" + suffix, clientRandom, crypto, security.getTrafficSecretServer()));
    }

    private static String line(String label, byte[] clientRandom, TlsCrypto crypto, @Nullable TlsSecret secret) {
        return secret == null
                ? ""
                : label + " " + HEX.formatHex(clientRandom) + " "
                        + HEX.formatHex(crypto.adoptSecret(secret).extract()) + "\n";
    }

    private synchronized void write(String lines) {
        try {
            append(lines);
            failing = false;
        } catch (IOException unwritable) {
            if (!failing) {
                LOG.log(Level.WARNING, "{0}; connections go on, and are missing from it", problem(unwritable));
            }
            failing = true;
        }
    }

    private void append(String lines) throws IOException {
        boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] ownerOnly = posix
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ONLY)}
                : new FileAttribute<?>[0];
        refuseUnsafe(posix); // before it is opened too: a named pipe would wait for its reader
        try (FileChannel channel = FileChannel.open(file, APPENDING, ownerOnly)) {
            refuseUnsafe(posix);
            ByteBuffer bytes = ByteBuffer.wrap(lines.getBytes(StandardCharsets.US_ASCII));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        }
    }

    /** Throws if the file exists and others could read it, or have chosen its place. */
    private void refuseUnsafe(boolean posix) throws IOException {
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        if (Files.isSymbolicLink(file)) {
            throw refused("it is a symbolic link; name the file itself");
        }
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw refused(Files.isDirectory(file) ? "it is a directory" : "it is no regular file");
        }
        if (posix) {
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS);
            if (!OWNER_ONLY.containsAll(permissions)) {
                throw refused("its permissions are " + PosixFilePermissions.toString(permissions)
                        + ", so that others than its owner may use it; wanted rw------- (chmod 600)");
            }
        }
    }

    private FileSystemException refused(String problem) {
        return new FileSystemException(file.toString(), null, problem);
    }

    private String problem(IOException failure) {
        return "cannot write the secrets of TLS connections to " + file + ": " + reason(failure);
    }

    private String reason(IOException failure) {
        if (failure instanceof NoSuchFileException) {
            return "there is no such directory";
        }
        if (failure instanceof AccessDeniedException) {
            return "permission denied";
        }
        String told = failure instanceof FileSystemException named ? named.getReason() : failure.getMessage();
        return told == null || told.isEmpty()
                ? "it cannot be opened"
                : told.substring(0, 1).toLowerCase(Locale.ROOT) + told.substring(1);
    }
}
