package dev.sennit.benchmarks.echo;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/** One connection of the load: sends a message, waits until as many bytes are back, and begins again. */
final class LoadConnection {
    /** A message begins at one of so many places in the pattern, so that neighbours differ. */
    static final int OFFSETS = 256;

    private final SocketChannel channel;
    private final SelectionKey key;
    private final ByteBuffer pattern;
    private final ByteBuffer expected;
    private final int messageBytes;
    private int offset;
    private int received;
    private long startedNanos;

    /** Takes over a connected channel; {@code pattern} is {@code OFFSETS} bytes longer than a message. */
    LoadConnection(SocketChannel channel, Selector selector, ByteBuffer pattern, int number) throws IOException {
        this.channel = channel;
        this.pattern = pattern.duplicate();
        this.expected = pattern.duplicate();
        this.messageBytes = pattern.capacity() - OFFSETS;
        this.offset = number % OFFSETS;
        channel.configureBlocking(false);
        this.key = channel.register(selector, SelectionKey.OP_READ, this);
    }

    long startedNanos() {
        return startedNanos;
    }

    /** Sends the next message, or as much of it as the system takes now. */
    void begin(long nowNanos) throws IOException {
        offset = (offset + 1) % OFFSETS;
        received = 0;
        startedNanos = nowNanos;
        pattern.limit(offset + messageBytes).position(offset);
        channel.write(pattern);
        if (pattern.hasRemaining()) {
            key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
        }
    }

    /**
     * Sends and receives what it can.
     *
     * @param check whether to compare the bytes that came back
     * @return whether the whole message is back
     */
    boolean proceed(ByteBuffer buffer, boolean check) throws IOException {
        if (pattern.hasRemaining()) {
            channel.write(pattern);
            if (!pattern.hasRemaining()) {
                key.interestOps(SelectionKey.OP_READ);
            }
        }
        int count = channel.read(buffer.clear());
        if (count < 0 || received + count > messageBytes) {
            throw new IOException("wanted " + messageBytes + " bytes back, got " + received
                    + (count < 0 ? " and the end" : " and then " + count + " more"));
        }
        if (check && count > 0) {
            compare(buffer.flip());
        }
        received += count;
        return received == messageBytes;
    }

    void close() throws IOException {
        channel.close();
    }

    private void compare(ByteBuffer buffer) throws IOException {
        int from = offset + received;
        int differs = expected.limit(from + buffer.remaining()).position(from).mismatch(buffer);
        if (differs >= 0) {
            throw new IOException("byte " + (received + differs) + " of a message came back as " + buffer.get(differs)
                    + ", not " + expected.get(from + differs));
        }
    }
}
