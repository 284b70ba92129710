package dev.sennit.tls.layer;

/** Which side of TLS we are. */
enum Side {
    SERVER("server"),
    CLIENT("client");

    private final String text;

    Side(String text) {
        this.text = text;
    }

    @Override
    public String toString() {
        return text;
    }
}
