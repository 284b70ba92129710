package dev.sennit.transport.error;

/** Something is legal, but over a limit of ours: what the peer sent, or what this side's program holds for it. */
public final class LimitExceededException extends ProtocolException {
    private static final long serialVersionUID = 1;

    private final String what;
    private final long limit;

    /**
     * Makes one whose message is "WHAT over the limit of LIMIT".
     *
     * @param what the thing and its unit, such as "line length in bytes"
     */
    public LimitExceededException(String what, long limit) {
        super(what + " over the limit of " + limit, null);
        this.what = what;
        this.limit = limit;
    }

    /**
     * Makes one whose message is "WHAT over the limit of LIMIT; MORE".
     *
     * @param what the thing and its unit, such as "line length in bytes"
     * @param more what the reader of the message should know besides
     */
    public LimitExceededException(String what, long limit, String more) {
        super(what + " over the limit of " + limit + "; " + more, null);
        this.what = what;
        this.limit = limit;
    }

    /** The thing that is limited, with its unit. */
    public String what() {
        return what;
    }

    /** The limit. */
    public long limit() {
        return limit;
    }
}
