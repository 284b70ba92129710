package dev.sennit.benchmarks.tls;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;

/** A pipeline at each end, an SslHandler and a handler that counts, over embedded channels. */
final class NettyPair implements TlsContender.TlsPair {
    private final EmbeddedChannel client;
    private final EmbeddedChannel server;
    private final Counting counting = new Counting();
    private final boolean resumed;

    NettyPair(SslContext clients, SslContext servers, String name) {
        long started = System.currentTimeMillis();
        server = new EmbeddedChannel();
        SslHandler serverTls = servers.newHandler(server.alloc());
        server.pipeline().addLast(serverTls, counting);
        client = new EmbeddedChannel();
        SslHandler clientTls = clients.newHandler(client.alloc(), name, 443);
        client.pipeline().addLast(clientTls);
        carry();
        if (!clientTls.handshakeFuture().isSuccess()
                || !serverTls.handshakeFuture().isSuccess()) {
            throw new IllegalStateException(
                    "no handshake", clientTls.handshakeFuture().cause());
        }
        // A session that was taken up again keeps the time of its full handshake.
        resumed = clientTls.engine().getSession().getCreationTime() < started;
    }

    @Override
    public boolean resumed() {
        return resumed;
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // the void promise
    public long send(int bytes) {
        long before = counting.received;
        client.writeAndFlush(client.alloc().directBuffer(bytes).writeZero(bytes), client.voidPromise());
        carry();
        return counting.received - before;
    }

    @Override
    public void close() {
        client.finishAndReleaseAll();
        server.finishAndReleaseAll();
    }

    private void carry() {
        boolean moved = true;
        while (moved) {
            client.runPendingTasks();
            server.runPendingTasks();
            moved = give(client, server);
            moved |= give(server, client);
        }
    }

    private static boolean give(EmbeddedChannel from, EmbeddedChannel to) {
        Object message = from.readOutbound();
        if (message == null) {
            return false;
        }
        while (message != null) {
            if (to.isOpen()) {
                to.pipeline().fireChannelRead(message);
            } else {
                ReferenceCountUtil.release(message);
            }
            message = from.readOutbound();
        }
        to.pipeline().fireChannelReadComplete();
        return true;
    }

    private static final class Counting extends SimpleChannelInboundHandler<ByteBuf> {
        private long received;

        @Override
        protected void channelRead0(ChannelHandlerContext context, ByteBuf message) {
            received += message.readableBytes();
        }
    }
}
