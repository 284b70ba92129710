package dev.sennit.transport.error;

/** The peer broke the rules of the protocol. */
public final class PeerViolationException extends ProtocolException {
    private static final long serialVersionUID = 1;

    private final String rule;

    /**
     * Makes one.
     *
     * @param problem what was seen and what is right
     * @param rule where that is laid down, such as "RFC 1928, section 4"
     */
    public PeerViolationException(String problem, String rule) {
        super(problem + " (" + rule + ")", null);
        this.rule = rule;
    }

    /** Where it is laid down, such as "RFC 1928, section 4". */
    public String rule() {
        return rule;
    }
}
