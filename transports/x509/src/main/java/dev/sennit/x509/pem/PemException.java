package dev.sennit.x509.pem;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A file of keys or certificates is unusable. The message shows neither passwords nor keys. */
public final class PemException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    private final String file;
    private final int line;
    private final String problem;

    /**
     * Makes an exception with the message "FILE:LINE: PROBLEM".
     *
     * @param file the file as the user wrote it
     * @param line the line, counted from 1; 0, and not in the message, if the problem belongs to no line
     * @param problem what was found and what is wanted
     */
    public PemException(String file, int line, String problem, @Nullable Throwable cause) {
        super(file + (line > 0 ? ":" + line : "") + ": " + problem, cause);
        this.file = file;
        this.line = line;
        this.problem = problem;
    }

    /** Makes an exception about a file as a whole. */
    public PemException(String file, String problem) {
        this(file, 0, problem, null);
    }

    /** Makes an exception about a file or directory that cannot be read. */
    public static PemException unreadable(Path path, IOException failure) {
        return new PemException(path.toString(), 0, "cannot be read: " + reason(path, failure), failure);
    }

    private static String reason(Path path, IOException failure) {
        if (failure instanceof NoSuchFileException) {
            return "no such file";
        }
        if (failure instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (failure instanceof NotDirectoryException) {
            return "it is not a directory";
        }
        if (Files.isDirectory(path)) {
            return "it is a directory";
        }
        String told = failure instanceof FileSystemException named ? named.getReason() : failure.getMessage();
        return told == null ? "the system does not say why" : told;
    }

    /** Returns the file as the user wrote it. */
    public String file() {
        return file;
    }

    /** Returns the line, counted from 1; 0 if the problem belongs to no line. */
    public int line() {
        return line;
    }

    /** Returns the message without file and line: what was found and what is wanted. */
    public String problem() {
        return problem;
    }
}
