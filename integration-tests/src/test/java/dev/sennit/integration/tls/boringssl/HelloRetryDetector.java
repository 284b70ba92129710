package dev.sennit.integration.tls.boringssl;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * A handler below TLS that keeps the first bytes of the server, to find out whether they are a HelloRetryRequest (RFC 8446,
 * section 4.1.4).
 *
 * <pre>
 *   16 xx xx length(2)   a record of the handshake
 *   02 length(3) 03 03   a ServerHello
 *   random(32)           of a known value if it is a HelloRetryRequest
 * </pre>
 */
@SuppressWarnings("FutureReturnValueIgnored") // the writer has the promise
final class HelloRetryDetector extends ChannelDuplexHandler {
    private static final byte[] RETRY =
            HexFormat.of().parseHex("cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c");
    private static final int RANDOM_AT = 11;

    private final boolean isServer;
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();

    HelloRetryDetector(boolean isServer) {
        this.isServer = isServer;
    }

    /** Returns whether the server wanted a key share of another group than those that the client sent. */
    boolean isDetected() {
        byte[] start = kept.toByteArray();
        return start.length >= RANDOM_AT + RETRY.length
                && start[0] == 0x16
                && start[5] == 0x02
                && Arrays.equals(start, RANDOM_AT, RANDOM_AT + RETRY.length, RETRY, 0, RETRY.length);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        keep(!isServer, message);
        context.fireChannelRead(message);
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        keep(isServer, message);
        context.write(message, promise);
    }

    private void keep(boolean ofTheServer, Object message) {
        int missing = RANDOM_AT + RETRY.length - kept.size();
        if (ofTheServer && missing > 0 && message instanceof ByteBuf bytes) {
            byte[] start = new byte[Math.min(missing, bytes.readableBytes())];
            bytes.getBytes(bytes.readerIndex(), start);
            kept.writeBytes(start);
        }
    }
}
