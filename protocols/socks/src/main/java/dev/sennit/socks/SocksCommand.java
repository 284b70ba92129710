package dev.sennit.socks;

/** What a SOCKS client may ask for. */
public enum SocksCommand {
    /** A connection to the destination. */
    CONNECT(1),
    /** A door for one connection from the destination. */
    BIND(2),
    /** A relay for datagrams; SOCKS 5 only. */
    UDP_ASSOCIATE(3);

    private final int code;

    SocksCommand(int code) {
        this.code = code;
    }

    /** The number for it on the wire. */
    public int code() {
        return code;
    }
}
