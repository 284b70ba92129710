package dev.sennit.endpoint.schema;

/** What an endpoint is for; the same type name may mean one thing for each. */
public enum EndpointRole {
    /** Listens. */
    SERVER("server"),
    /** Connects. */
    CLIENT("client");

    private final String word;

    EndpointRole(String word) {
        this.word = word;
    }

    /** Returns the word for it in messages. */
    public String word() {
        return word;
    }

    /** Returns the other role. */
    public EndpointRole other() {
        return this == SERVER ? CLIENT : SERVER;
    }
}
