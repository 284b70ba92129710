package dev.sennit.transport.tls.bc;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.HexFormat;
import org.bouncycastle.tls.SecurityParameters;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.crypto.TlsSecret;
import org.bouncycastle.tls.crypto.impl.AbstractTlsSecret;
import org.jspecify.annotations.Nullable;

/** Appends connections' secrets to a file in the format that Wireshark reads (RFC 9850). */
final class KeyLog {
    private static final Logger LOG = System.getLogger(KeyLog.class.getName());
    private static final HexFormat HEX = HexFormat.of();

    private final Path file;

    KeyLog(Path file) {
        this.file = file;
        LOG.log(
                Level.WARNING,
                "the secrets of every TLS connection are written to {0}: whoever reads it reads the traffic",
                file);
    }

    /** Writes the secrets that the handshake has come to by now. */
    void record(SecurityParameters security) {
        byte[] clientRandom = security.getClientRandom();
        if (!TlsUtils.isTLSv13(security.getNegotiatedVersion())) {
            write(line("CLIENT_RANDOM", clientRandom, security.getMasterSecret()));
            return;
        }
        boolean application = security.getExporterMasterSecret() != null || security.getBaseKeyClient() != null;
        String suffix = application ? "_TRAFFIC_SECRET_0" : "_HANDSHAKE_TRAFFIC_SECRET";
        write(line("CLIENT" + suffix, clientRandom, security.getTrafficSecretClient())
                + line("SERVER" + suffix, clientRandom, security.getTrafficSecretServer()));
    }

    private static String line(String label, byte[] clientRandom, @Nullable TlsSecret secret) {
        byte[] bytes = secret instanceof AbstractTlsSecret known ? Copied.of(known) : null;
        return bytes == null ? "" : label + " " + HEX.formatHex(clientRandom) + " " + HEX.formatHex(bytes) + "\n";
    }

    private synchronized void write(String lines) {
        boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] ownerOnly = posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
        try (FileChannel channel =
                FileChannel.open(file, EnumSet.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND), ownerOnly)) {
            ByteBuffer bytes = ByteBuffer.wrap(lines.getBytes(StandardCharsets.US_ASCII));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException unwritable) {
            LOG.log(Level.WARNING, "cannot write TLS secrets to " + file, unwritable);
        }
    }

    /** Reads a secret without using it up, which only its own kind may. */
    @SuppressWarnings("UnusedMethod") // its constructor: it is never made
    private abstract static class Copied extends AbstractTlsSecret {
        private Copied(byte[] data) {
            super(data);
        }

        static byte[] of(AbstractTlsSecret secret) {
            return copyData(secret);
        }
    }
}
