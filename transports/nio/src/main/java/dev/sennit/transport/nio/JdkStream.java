package dev.sennit.transport.nio;

import dev.sennit.transport.nio.socket.StreamChannel;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;

/** A stream on one of the JDK's channels. */
abstract class JdkStream extends JdkPoller.Channel<SocketChannel> implements StreamChannel {
    /** Takes the channel over, and keeps it from blocking. */
    JdkStream(SocketChannel channel) throws IOException {
        super(channel);
        channel.configureBlocking(false);
    }

    @Override
    public final int read(ByteBuffer into) throws IOException {
        return channel.read(into);
    }

    @Override
    public final int write(ByteBuffer data) throws IOException {
        return channel.write(data);
    }

    @Override
    public final long write(ByteBuffer[] pair) throws IOException {
        return channel.write(pair, 0, 2);
    }

    /** The JDK lets the system do it. */
    @Override
    public final long transferFrom(FileChannel file, long position, long count) throws IOException {
        return file.transferTo(position, count, channel);
    }

    @Override
    public final void shutdownOutput() throws IOException {
        channel.shutdownOutput();
    }

    @Override
    public final int receiveBufferBytes() {
        try {
            return channel.getOption(StandardSocketOptions.SO_RCVBUF);
        } catch (IOException | UnsupportedOperationException unknown) {
            return 0;
        }
    }

    @Override
    public final boolean isConnected() {
        return channel.isConnected();
    }

    @Override
    public final boolean finishConnect() throws IOException {
        return channel.finishConnect();
    }
}
