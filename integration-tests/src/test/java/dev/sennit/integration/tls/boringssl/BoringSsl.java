package dev.sennit.integration.tls.boringssl;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.sennit.integration.tls.OurTls;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** BoringSSL over TCP, by way of Netty. */
final class BoringSsl implements AutoCloseable {
    private final EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());

    /** Opens a server, which replies to a line with the line reversed. */
    Server serve(SslContext context) throws InterruptedException {
        BlockingQueue<BoringSslResult> results = new LinkedBlockingQueue<>();
        Channel channel = new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel accepted) {
                        SslHandler tls = context.newHandler(accepted.alloc());
                        start(accepted, tls, Optional.empty(), results);
                    }
                })
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .sync()
                .channel();
        return new Server(channel, results);
    }

    /** Calls the server localhost, sends a line, and returns what BoringSSL saw. */
    BoringSslResult call(SslContext context, int port, String line) throws InterruptedException {
        BlockingQueue<BoringSslResult> results = new LinkedBlockingQueue<>();
        new Bootstrap()
                .group(loops)
                .channel(NioSocketChannel.class)
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel connecting) {
                        SslHandler tls = context.newHandler(ByteBufAllocator.DEFAULT, "localhost", port);
                        start(connecting, tls, Optional.of(line), results);
                    }
                })
                .connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                .sync();
        return next(results);
    }

    private static void start(
            Channel channel, SslHandler tls, Optional<String> line, BlockingQueue<BoringSslResult> results) {
        HelloRetryDetector retry = new HelloRetryDetector(line.isEmpty());
        channel.pipeline().addLast(retry, tls, new BoringSslConnection(tls, retry, line, results::add));
    }

    private static BoringSslResult next(BlockingQueue<BoringSslResult> results) throws InterruptedException {
        BoringSslResult next = results.poll(OurTls.LIMIT.toSeconds(), TimeUnit.SECONDS);
        assertNotNull(next, "BoringSSL saw no connection end in " + OurTls.LIMIT);
        return next;
    }

    @Override
    public void close() {
        Future<?> unused = loops.shutdownGracefully(0, 0, TimeUnit.SECONDS);
    }

    /** A server that listens. */
    record Server(Channel channel, BlockingQueue<BoringSslResult> results) implements AutoCloseable {
        int port() {
            return ((InetSocketAddress) channel.localAddress()).getPort();
        }

        /** Waits for the end of the next connection. */
        BoringSslResult next() throws InterruptedException {
            return BoringSsl.next(results);
        }

        @Override
        public void close() {
            ChannelFuture unused = channel.close();
        }
    }
}
