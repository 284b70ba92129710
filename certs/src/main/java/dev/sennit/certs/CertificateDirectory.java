package dev.sennit.certs;

import java.io.IOException;
import java.io.InputStream;
import java.net.IDN;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A directory of certificates: {@code NAME.pem} has a chain, {@code NAME.key} its private key.
 *
 * <p>Files are replaced whole: a reader sees the old one or the new one. If the file system has POSIX permissions, only the owner
 * can read the file of a key, from its creation on. A file that this class has not written is never overwritten. The directory is
 * created with the first file, and a {@code .gitignore} that excludes the written files and no others. A {@code .gitignore} that
 * exists is not changed.
 *
 * <p>All methods block on the disk: they must not be called on an event loop.
 */
public final class CertificateDirectory {
    /** What the files written here begin with; text before a PEM block means nothing to readers (RFC 7468 section 2). */
    static final String MARK = "# Made by Sennit for development";

    /** Of this directory only, not of those in it. */
    private static final String IGNORED = "/.gitignore\n/.lock\n/.*.tmp\n/*.key\n/*.pem\n";

    /** Keeps the threads of this process apart: the lock of a file keeps only processes apart. */
    private static final ReentrantLock IN_THIS_PROCESS = new ReentrantLock();

    private static final String OWNER_ONLY = "rw-------";
    private static final String FOR_ALL = "rw-r--r--";

    private final Path directory;

    private CertificateDirectory(Path directory) {
        this.directory = directory;
    }

    /** Names a directory, which need not exist yet. */
    public static CertificateDirectory of(Path directory) {
        return new CertificateDirectory(directory);
    }

    /** Returns the directory. */
    public Path path() {
        return directory;
    }

    /**
     * Returns the file of the chain of that name, in lower case; {@code *} becomes {@code _wildcard}, letters beyond ASCII
     * the form that DNS has for them ({@code xn--…}), other odd characters {@code _}.
     */
    public Path chainFile(String name) {
        return directory.resolve(fileName(name) + ".pem");
    }

    /** Returns the file of the private key of that name, called like {@link #chainFile}. */
    public Path keyFile(String name) {
        return directory.resolve(fileName(name) + ".key");
    }

    /**
     * Writes the key and then the chain under that name, in place of those that were written here before.
     *
     * @throws FileSystemException if there are files of that name that were not written here, or on an error of the disk
     */
    public void write(String name, IssuedCertificate issued) throws IOException {
        refuseForeign(name);
        String mark = MARK + ".\n";
        prepare();
        replace(keyFile(name), mark + issued.keyPem(), OWNER_ONLY);
        replace(chainFile(name), mark + issued.chainPem(), FOR_ALL);
    }

    /** Writes an authority: its certificate is bare, since people hand it to all kinds of programs. */
    void writeAuthority(String name, IssuedCertificate authority) throws IOException {
        prepare();
        replace(
                keyFile(name),
                MARK + ". Whoever has this key can pose as any site to those who trust the authority.\n"
                        + authority.keyPem(),
                OWNER_ONLY);
        replace(chainFile(name), authority.chainPem(), FOR_ALL);
    }

    /**
     * Reads what is under that name: empty if neither file is there.
     *
     * @throws FileSystemException naming the file, if one is missing, cannot be read, or the key is not the chain's
     */
    public Optional<IssuedCertificate> read(String name) throws IOException {
        Path chain = chainFile(name);
        Path key = keyFile(name);
        if (!Files.exists(chain) && !Files.exists(key)) {
            return Optional.empty();
        }
        for (Path file : List.of(chain, key)) {
            if (!Files.exists(file)) {
                throw failure(file, "is missing, but " + (file == chain ? key : chain) + " is there");
            }
        }
        IssuedCertificate issued = new IssuedCertificate(Pem.certificatesIn(chain), Pem.keyIn(key));
        if (!belongTogether(issued.certificate().getPublicKey(), issued.key())) {
            throw failure(key, "is not the key of " + chain);
        }
        return Optional.of(issued);
    }

    /** Says whether the file is absent or was written here. */
    static boolean mayReplace(Path file) throws IOException {
        return !Files.exists(file, LinkOption.NOFOLLOW_LINKS) || (Files.isRegularFile(file) && isMarked(file));
    }

    private static boolean isMarked(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return new String(in.readNBytes(MARK.length()), StandardCharsets.US_ASCII).equals(MARK);
        }
    }

    /** Returns whether the public key verifies what the private key signs. */
    private static boolean belongTogether(PublicKey publicKey, PrivateKey privateKey) {
        byte[] probe = MARK.getBytes(StandardCharsets.US_ASCII);
        try {
            String algorithm = Signatures.algorithm(privateKey, false);
            Signature signer = Signature.getInstance(algorithm);
            signer.initSign(privateKey);
            signer.update(probe);
            byte[] signature = signer.sign();
            Signature verifier = Signature.getInstance(algorithm);
            verifier.initVerify(publicKey);
            verifier.update(probe);
            return verifier.verify(signature);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /** Refuses a name whose files {@link #write} would not replace. */
    void refuseForeign(String name) throws IOException {
        refuseForeign(keyFile(name));
        refuseForeign(chainFile(name));
    }

    private static void refuseForeign(Path file) throws IOException {
        if (!mayReplace(file)) {
            throw failure(
                    file,
                    "is there already and was not made by Sennit, so it is not overwritten: move it away, or choose"
                            + " another name or directory");
        }
    }

    /**
     * Makes the directory if it is not there, and keeps it out of repositories.
     *
     * @throws FileSystemException naming the directory and the reason, if it cannot be made or written
     */
    void prepare() throws IOException {
        if (Files.exists(directory) && !Files.isDirectory(directory)) {
            throw failure(directory, "is not a directory, and certificates need one: choose another");
        }
        try {
            Files.createDirectories(directory);
            Files.writeString(directory.resolve(".gitignore"), IGNORED, StandardOpenOption.CREATE_NEW);
        } catch (FileAlreadyExistsException present) {
            refuseFileOnTheWay(present);
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    /** The file that is there already is .gitignore, which is right, or stands where the directory should be. */
    private void refuseFileOnTheWay(FileAlreadyExistsException present) throws FileSystemException {
        if (!Files.isDirectory(directory)) {
            throw unwritable(
                    new FileSystemException(present.getFile(), null, present.getFile() + " is not a directory"));
        }
    }

    /** Returns a failure that names the directory, the reason, and what to do about it. */
    FileSystemException unwritable(IOException cause) {
        FileSystemException failure = failure(
                directory,
                "cannot be written, and certificates are to be made there (" + reason(cause)
                        + "): let it be written, or choose another directory");
        failure.initCause(cause);
        return failure;
    }

    /** Returns the failure of a file. */
    static FileSystemException failure(Path file, String problem) {
        return new FileSystemException(file.toString(), null, problem);
    }

    private static String reason(IOException failure) {
        if (failure instanceof AccessDeniedException denied) {
            return "permission denied for " + denied.getFile();
        }
        if (failure instanceof NoSuchFileException missing) {
            return missing.getFile() + " is not there";
        }
        String told = failure instanceof FileSystemException named ? named.getReason() : failure.getMessage();
        return told == null ? failure.toString() : told;
    }

    /**
     * Runs work while this thread of this process is the only one that changes the directory; waits for its turn. The file of the
     * lock stays: if it were deleted, two processes could hold the lock at once.
     */
    <T> T whileLocked(Work<T> work) throws IOException {
        IN_THIS_PROCESS.lock();
        try {
            prepare();
            Path file = directory.resolve(".lock");
            try (FileChannel channel = open(file)) {
                FileLock lock = lock(channel, file);
                try {
                    return work.run();
                } finally {
                    lock.release();
                }
            }
        } finally {
            IN_THIS_PROCESS.unlock();
        }
    }

    private FileChannel open(Path file) throws IOException {
        try {
            return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    private static FileLock lock(FileChannel channel, Path file) throws IOException {
        try {
            return channel.lock();
        } catch (OverlappingFileLockException e) {
            FileSystemException failure =
                    failure(file, "is locked by another copy of Sennit in this process: try again");
            failure.initCause(e);
            throw failure;
        }
    }

    private void replace(Path target, String text, String permissions) throws IOException {
        Path made = directory.resolve("." + target.getFileName() + "." + UUID.randomUUID() + ".tmp");
        try {
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
            Set<StandardOpenOption> options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            try (FileChannel channel = FileChannel.open(made, options, attributes(permissions))) {
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            move(made, target);
        } catch (IOException e) {
            throw unwritable(e);
        } finally {
            Files.deleteIfExists(made);
        }
    }

    private FileAttribute<?>[] attributes(String permissions) {
        if (!directory.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            return new FileAttribute<?>[0];
        }
        return new FileAttribute<?>[] {
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        };
    }

    private static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static String fileName(String name) {
        String file = ascii(name).replace("*", "_wildcard").replaceAll("[^A-Za-z0-9._-]", "_");
        if (file.isEmpty() || file.startsWith(".")) {
            throw new IllegalArgumentException("'" + name + "' cannot be the name of a file of certificates");
        }
        return file.toLowerCase(Locale.ROOT);
    }

    /** The form of an international name that DNS knows, so that no two share their files (RFC 5890, A-labels). */
    private static String ascii(String name) {
        try {
            return IDN.toASCII(name);
        } catch (IllegalArgumentException noName) {
            return name;
        }
    }

    @Override
    public String toString() {
        return directory.toString();
    }

    /** Work that is done while the lock is held. */
    interface Work<T> {
        T run() throws IOException;
    }
}
