package dev.sennit.transport;

/**
 * A stream socket that is open already, Unix or TCP, by its file descriptor in this process: one that was inherited, or one
 * that a peer passed on. It takes sennit-transport-unix.
 *
 * <p>To listen at it is to listen on a socket that is bound and listening; to connect to it is to go on with a connection.
 * The reactor works on a copy of the descriptor, which it makes before it answers: its owner keeps it open until then, and
 * closes it. Where others hold the socket too, it goes on to listen after the listener has been closed, and connections wait
 * for whoever accepts next. Of the options the marks count; all else was settled by whoever opened the socket.
 *
 * @param number of the descriptor, 0 or more
 * @param name what errors call it
 */
public record DescriptorAddress(int number, String name) implements Address {
    /** Checks the number. */
    public DescriptorAddress {
        if (number < 0) {
            throw new IllegalArgumentException("a descriptor's number must be 0 or more, not " + number);
        }
    }

    /** The descriptor of this number, named {@code fd:NUMBER}. */
    public DescriptorAddress(int number) {
        this(number, "fd:" + number);
    }

    @Override
    public String toString() {
        return name;
    }
}
