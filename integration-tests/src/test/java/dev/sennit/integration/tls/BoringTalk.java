package dev.sennit.integration.tls;

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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javax.net.ssl.SSLPeerUnverifiedException;

/** One connection of BoringSSL's: a client says a line and hears one, a server answers one reversed, and then it closes. */
@SuppressWarnings("FutureReturnValueIgnored") // the end of the connection tells how it went
final class BoringTalk extends SimpleChannelInboundHandler<ByteBuf> {
    private final SslHandler tls;
    private final HelloTap tap;
    private final Optional<String> line;
    private final Consumer<String> told;
    private final List<String> seen = new ArrayList<>();
    private final StringBuilder heard = new StringBuilder();

    /**
     * Makes one side of it.
     *
     * @param line what a client says; empty for a server
     * @param told takes what was seen, once the connection has ended
     */
    BoringTalk(SslHandler tls, HelloTap tap, Optional<String> line, Consumer<String> told) {
        this.tls = tls;
        this.tap = tap;
        this.line = line;
        this.told = told;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) throws Exception {
        if (event instanceof SslHandshakeCompletionEvent done && done.isSuccess()) {
            seen.add(agreed((ReferenceCountedOpenSslEngine) tls.engine()));
            line.ifPresent(
                    text -> context.writeAndFlush(Unpooled.copiedBuffer(text + "\n", StandardCharsets.US_ASCII)));
        }
    }

    private String agreed(ReferenceCountedOpenSslEngine engine) throws Exception {
        StringBuilder text = new StringBuilder(engine.getSession().getProtocol());
        text.append(' ').append(SSL.getGroupName(engine.sslPointer()));
        if (tap.hasAskedAgain()) {
            text.append(" asked again");
        }
        if (SSL.isSessionReused(engine.sslPointer())) {
            text.append(" resumed");
        }
        String protocol = engine.getApplicationProtocol();
        if (protocol != null && !protocol.isEmpty()) {
            text.append(" alpn=").append(protocol);
        }
        try {
            X509Certificate peer = (X509Certificate) engine.getSession().getPeerCertificates()[0];
            text.append(" peer=").append(Seen.commonName(peer));
        } catch (SSLPeerUnverifiedException none) {
            // A client that shows no certificate.
        }
        return text.toString();
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, ByteBuf bytes) {
        heard.append(bytes.toString(StandardCharsets.US_ASCII));
        if (heard.charAt(heard.length() - 1) != '\n') {
            return;
        }
        String text = heard.toString().strip();
        if (line.isPresent()) {
            seen.add(text);
            context.close();
        } else {
            String answer = new StringBuilder(text).reverse() + "\n";
            context.writeAndFlush(Unpooled.copiedBuffer(answer, StandardCharsets.US_ASCII))
                    .addListener(ChannelFutureListener.CLOSE);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        Throwable reason = cause;
        while (reason.getCause() != null) {
            reason = reason.getCause();
        }
        seen.add(String.valueOf(reason.getMessage()));
        context.close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        told.accept(String.join("; ", seen));
    }
}
