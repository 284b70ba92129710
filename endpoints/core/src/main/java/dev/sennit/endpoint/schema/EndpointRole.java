package dev.sennit.endpoint.schema;

/** What an endpoint is for; the same type name may mean one thing for each. */
public enum EndpointRole {
    /** Listens. */
    SERVER("server"),
    /** Connects. */
    CLIENT("client"),
    /**
     * Leads on to a place that whoever uses it names. Where a hop is asked for, a {@link #CLIENT} will do: it is taken for
     * one that leads there already.
     */
    HOP("hop");

    private final String word;

    EndpointRole(String word) {
        this.word = word;
    }

    /** Whether an endpoint of this role may stand where this one is asked for. */
    boolean takes(EndpointRole given) {
        return given == this || (this == HOP && given == CLIENT);
    }

    /** Returns the word for it in messages. */
    public String word() {
        return word;
    }
}
