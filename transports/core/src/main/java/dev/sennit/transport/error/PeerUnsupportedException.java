package dev.sennit.transport.error;

/** What the peer asked for is legal, but this side does not speak it. */
public final class PeerUnsupportedException extends ProtocolException {
    private static final long serialVersionUID = 1;

    /** Makes one that says what was asked for and what is spoken. */
    public PeerUnsupportedException(String problem) {
        super(problem, null);
    }
}
