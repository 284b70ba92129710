package dev.sennit.benchmarks.echo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.function.Consumer;

/**
 * The floor in Java: a bare loop on the JDK's channels that can do nothing but echo. One thread, one direct buffer, no
 * limits, no timers; a short write leaves the rest with the connection, which is not read until that has gone out.
 */
public final class NioEchoServer {
    private static final int BUFFER_BYTES = 256 * 1024;

    private final Selector selector = Selector.open();
    private final ServerSocketChannel listener = ServerSocketChannel.open();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
    private final Consumer<SelectionKey> serve = this::serve;

    private NioEchoServer() throws IOException {
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 4096);
        listener.configureBlocking(false);
        listener.register(selector, SelectionKey.OP_ACCEPT);
    }

    /** Takes no arguments; see {@link ServerConsole}. */
    public static void main(String[] args) throws IOException {
        NioEchoServer server = new NioEchoServer();
        new Thread(server::run, "echo").start();
        ServerConsole.run(server.listener.socket().getLocalPort());
    }

    private void run() {
        try {
            while (true) {
                selector.select(serve);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private void serve(SelectionKey key) {
        try {
            if (!key.isReadable() && !key.isWritable()) {
                accept();
            } else if (key.isWritable()) {
                sendRest(key);
            } else {
                echo(key);
            }
        } catch (IOException broken) {
            close(key);
        }
    }

    private void accept() throws IOException {
        SocketChannel accepted;
        while ((accepted = listener.accept()) != null) {
            accepted.configureBlocking(false);
            accepted.setOption(StandardSocketOptions.TCP_NODELAY, true);
            accepted.register(selector, SelectionKey.OP_READ);
        }
    }

    private void echo(SelectionKey key) throws IOException {
        SocketChannel channel = (SocketChannel) key.channel();
        if (channel.read(buffer.clear()) < 0) {
            close(key);
            return;
        }
        channel.write(buffer.flip());
        if (buffer.hasRemaining()) {
            key.attach(ByteBuffer.allocate(buffer.remaining()).put(buffer).flip());
            key.interestOps(SelectionKey.OP_WRITE);
        }
    }

    private static void sendRest(SelectionKey key) throws IOException {
        ByteBuffer rest = (ByteBuffer) key.attachment();
        ((SocketChannel) key.channel()).write(rest);
        if (!rest.hasRemaining()) {
            key.attach(null);
            key.interestOps(SelectionKey.OP_READ);
        }
    }

    private static void close(SelectionKey key) {
        try {
            key.channel().close();
        } catch (IOException alreadyGone) {
            // Nothing is left to close.
        }
    }
}
