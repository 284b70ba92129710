package dev.sennit.transport;

/**
 * The address of one end of a connection, of a listener or of a datagram socket.
 *
 * <p>An address is a value: implementations are records, or implement {@code equals} and {@code hashCode}. Each kind of transport has
 * its own type, and a transport of your own may add one. A reactor fails with the kind {@code UNSUPPORTED} when it is asked
 * for an address of a type that it does not know.
 */
public interface Address {
    /** Returns the address as text for people, in logs and errors. */
    @Override
    String toString();
}
