package dev.sennit.integration.tls.boringssl;

import dev.sennit.integration.tls.ConnectionResult;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.ssl.ReferenceCountedOpenSslEngine;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.internal.tcnative.SSL;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.function.Consumer;
import javax.net.ssl.SSLPeerUnverifiedException;

/** One connection of BoringSSL: a client sends a line and waits for one, a server replies to one reversed; both close. */
@SuppressWarnings("FutureReturnValueIgnored") // the end of the connection says how it went
final class BoringSslConnection extends SimpleChannelInboundHandler<ByteBuf> {
    private final SslHandler tls;
    private final HelloRetryDetector retry;
    private final Optional<String> line;
    private final Consumer<BoringSslResult> results;
    private final StringBuilder input = new StringBuilder();
    private BoringSslResult result = BoringSslResult.NOTHING;

    /**
     * Makes one side of a connection.
     *
     * @param line what a client sends; empty for a server
     * @param results takes the result, once the connection has ended
     */
    BoringSslConnection(
            SslHandler tls, HelloRetryDetector retry, Optional<String> line, Consumer<BoringSslResult> results) {
        this.tls = tls;
        this.retry = retry;
        this.line = line;
        this.results = results;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) throws Exception {
        if (event instanceof SslHandshakeCompletionEvent done && done.isSuccess()) {
            result = result.with(agreed((ReferenceCountedOpenSslEngine) tls.engine()));
            line.ifPresent(
                    text -> context.writeAndFlush(Unpooled.copiedBuffer(text + "\n", StandardCharsets.US_ASCII)));
        }
    }

    private BoringSslResult.Agreed agreed(ReferenceCountedOpenSslEngine engine) throws Exception {
        return new BoringSslResult.Agreed(
                engine.getSession().getProtocol(),
                String.valueOf(SSL.getGroupName(engine.sslPointer())),
                retry.isDetected(),
                SSL.isSessionReused(engine.sslPointer()),
                Optional.ofNullable(engine.getApplicationProtocol()).filter(protocol -> !protocol.isEmpty()),
                peerName(engine));
    }

    private static Optional<String> peerName(ReferenceCountedOpenSslEngine engine) {
        try {
            X509Certificate peer = (X509Certificate) engine.getSession().getPeerCertificates()[0];
            return Optional.of(ConnectionResult.commonName(peer));
        } catch (SSLPeerUnverifiedException none) {
            return Optional.empty();
        }
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, ByteBuf bytes) {
        input.append(bytes.toString(StandardCharsets.US_ASCII));
        if (input.charAt(input.length() - 1) != '\n') {
            return;
        }
        String text = input.toString().strip();
        if (line.isPresent()) {
            result = result.withReply(text);
            context.close();
        } else {
            String reply = new StringBuilder(text).reverse() + "\n";
            context.writeAndFlush(Unpooled.copiedBuffer(reply, StandardCharsets.US_ASCII))
                    .addListener(ChannelFutureListener.CLOSE);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        Throwable root = cause;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        result = result.withError(String.valueOf(root.getMessage()));
        context.close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        results.accept(result);
    }
}
