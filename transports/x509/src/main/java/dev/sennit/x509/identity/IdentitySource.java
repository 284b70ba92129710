package dev.sennit.x509.identity;

import dev.sennit.x509.pem.PemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Where a server's identities are kept on disk: in files that are named one by one, or in a directory. Immutable. */
public final class IdentitySource {
    private final List<IdentityFiles> files;
    private final @Nullable Path folder;
    private final char @Nullable [] password;

    private IdentitySource(List<IdentityFiles> files, @Nullable Path folder, char @Nullable [] password) {
        this.files = files;
        this.folder = folder;
        this.password = password;
    }

    /**
     * Each of these, the default first.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static IdentitySource files(IdentityFiles... files) {
        if (files.length == 0) {
            throw new IllegalArgumentException("no files to read an identity from");
        }
        return new IdentitySource(List.of(files), null, null);
    }

    /**
     * All in a directory and in the directories directly in it, hidden ones excepted.
     *
     * <p>Looked at are files whose names end in {@code .pem}, {@code .crt}, {@code .cer}, {@code .key}, {@code .p12} or
     * {@code .pfx}; each may be PEM or a PKCS#12 store, whatever its name. A file with a private key and certificates is an
     * identity. To a private key alone belong the certificates of the file that is called the same but for
     * the ending; without such a file, those of all other files of that directory, out of which the key's own chain is
     * taken. So do {@code example.org.pem}; {@code example.org.crt} and {@code example.org.key};
     * {@code tls.crt} and {@code tls.key}; {@code example.org/privkey.pem} and {@code example.org/fullchain.pem}.
     *
     * <p>The default, for clients that ask for no name or an unknown one, is the file or directory called {@code default},
     * else the first in the order of names. The other names are those in the certificates.
     */
    public static IdentitySource directory(Path directory) {
        return new IdentitySource(List.of(), directory, null);
    }

    /**
     * Likewise, with one password for all keys that are encrypted and for all PKCS#12 stores; kept in memory, so that files
     * can be read again.
     */
    public static IdentitySource directory(Path directory, char[] keyPassword) {
        return new IdentitySource(List.of(), directory, keyPassword.clone());
    }

    /**
     * Reads all once; {@link WatchedIdentities} goes on reading what changes. Blocks: not for a loop.
     *
     * @return a choice by name as {@link Identities#byName(List)}
     * @throws PemException if a file is unusable or there is no identity; names the file
     */
    public Identities read() {
        List<Identity> identities = new ArrayList<>();
        Lister lister = lister();
        for (IdentityFiles each : lister.list(problem -> {
            throw problem;
        })) {
            identities.add(each.read());
        }
        return NamedIdentities.of(identities);
    }

    /** Answers what finds the files; for one thread. */
    Lister lister() {
        return folder == null ? problems -> files : new IdentityFolder(folder, password)::list;
    }

    /** The paths; never the password. */
    @Override
    public String toString() {
        return folder == null ? files.toString() : folder.toString();
    }

    /** Finds files of identities. */
    interface Lister {
        /**
         * Answers those that are there, the default first.
         *
         * @param problems takes what is wrong with single files
         * @throws PemException if nothing can be found
         */
        List<IdentityFiles> list(Consumer<PemException> problems);
    }
}
