package dev.sennit.transport.error;

import org.jspecify.annotations.Nullable;

/** A listener could not be opened. */
public final class ListenFailedException extends NetworkException {
    private static final long serialVersionUID = 1;

    private final String address;
    private final Kind kind;

    /**
     * Makes one whose message is "cannot listen on ADDRESS: PROBLEM".
     *
     * @param address where, as the user wrote it
     * @param problem what happened, in a few plain words
     */
    public ListenFailedException(String address, Kind kind, String problem, @Nullable Throwable cause) {
        super("cannot listen on " + address + ": " + problem, cause);
        this.address = address;
        this.kind = kind;
    }

    /** Where it was to listen. */
    public String address() {
        return address;
    }

    /** What kept it from listening. */
    public Kind kind() {
        return kind;
    }

    /** What kept a listener from being opened. */
    public enum Kind {
        /** Somebody listens there already. */
        IN_USE,
        /** The system does not permit it, as for ports under 1024 without the right. */
        NOT_PERMITTED,
        /** This machine has no such address. */
        NO_SUCH_ADDRESS,
        /** This reactor cannot carry such an address, or has been shut down. */
        UNSUPPORTED,
        /** The factory's {@code start} threw or failed; the cause says what. */
        FACTORY,
        /** Anything else; the cause says more. */
        OTHER
    }
}
