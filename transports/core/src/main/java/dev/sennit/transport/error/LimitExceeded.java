package dev.sennit.transport.error;

/** What the peer sent is legal, but over a limit of ours. */
public final class LimitExceeded extends ProtocolException {
    private static final long serialVersionUID = 1;

    private final String what;
    private final long limit;

    /**
     * Makes one whose message is "WHAT over the limit of LIMIT".
     *
     * @param what the thing and its unit, such as "line length in bytes"
     */
    public LimitExceeded(String what, long limit) {
        super(what + " over the limit of " + limit, null);
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
