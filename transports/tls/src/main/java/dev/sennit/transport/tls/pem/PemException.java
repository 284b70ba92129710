package dev.sennit.transport.tls.pem;

import org.jspecify.annotations.Nullable;

/** A file of keys or certificates does not hold what is wanted of it. Never shows passwords or key material. */
public final class PemException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    private final String file;
    private final int line;

    /**
     * Makes one whose message is "FILE:LINE: PROBLEM".
     *
     * @param file as the user wrote it
     * @param line counted from 1; 0 when the problem belongs to no line, and then left out of the message
     * @param problem what was found and what is wanted
     */
    public PemException(String file, int line, String problem, @Nullable Throwable cause) {
        super(file + (line > 0 ? ":" + line : "") + ": " + problem, cause);
        this.file = file;
        this.line = line;
    }

    /** Makes one about a file as a whole. */
    public PemException(String file, String problem) {
        this(file, 0, problem, null);
    }

    /** The file, as the user wrote it. */
    public String file() {
        return file;
    }

    /** The line, counted from 1; 0 when the problem belongs to no line. */
    public int line() {
        return line;
    }
}
