package dev.sennit.integration.product;

import dev.sennit.protocol.DecoderInput;
import dev.sennit.socks.Socks4Reply;
import dev.sennit.socks.Socks4Request;
import dev.sennit.socks.Socks4Status;
import dev.sennit.socks.Socks5Choice;
import dev.sennit.socks.Socks5Greeting;
import dev.sennit.socks.Socks5Reply;
import dev.sennit.socks.Socks5Request;
import dev.sennit.socks.Socks5Status;
import dev.sennit.socks.SocksDecoder;
import dev.sennit.socks.SocksLogin;
import dev.sennit.socks.SocksLoginStatus;
import dev.sennit.socks.SocksMessage;
import dev.sennit.socks.SocksMethod;
import dev.sennit.socks.SocksPart;
import dev.sennit.transport.bytes.ByteQueue;
import dev.sennit.transport.bytes.Bytes;
import dev.sennit.transport.spi.HandshakeLayer;
import dev.sennit.transport.spi.HandshakeTimeout;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** The other half of each client's handshake, as layers: proxy and target in one, which grants everything. */
public final class Answers {
    private Answers() {}

    private abstract static class Answer extends HandshakeLayer {
        Answer() {
            super(HandshakeTimeout.DEFAULT);
        }

        @Override
        protected void begin() {}

        @Override
        protected Throwable timedOut(HandshakeTimeout exceeded) {
            return new IllegalStateException("the client took too long");
        }

        @Override
        protected Throwable endedEarly(@Nullable Throwable cause) {
            return new IllegalStateException("the client went away", cause);
        }
    }

    /** Grants what a SOCKS client of any version asks for; logs in whoever offers that. */
    public static final class Socks extends Answer {
        private final SocksDecoder decoder = new SocksDecoder(SocksPart.OPENING);
        private final DecoderInput input = new DecoderInput();

        @Override
        protected void received(ByteBuffer data) {
            for (var next = input.next(decoder, data); next != null; next = input.next(decoder, data)) {
                answer(next, data);
            }
        }

        private void answer(SocksMessage message, ByteBuffer data) {
            if (message instanceof Socks5Greeting greeting) {
                boolean login = greeting.methods().contains(SocksMethod.PASSWORD);
                decoder.expect(login ? SocksPart.LOGIN : SocksPart.REQUEST);
                send(new Socks5Choice(login ? SocksMethod.PASSWORD : SocksMethod.NONE));
            } else if (message instanceof SocksLogin login) {
                send(
                        login.equals(SocksLogin.of("bob", "hunter2"))
                                ? SocksLoginStatus.ACCEPTED
                                : SocksLoginStatus.REFUSED);
            } else if (message instanceof Socks5Request request) {
                send(new Socks5Reply(Socks5Status.SUCCEEDED.code(), request.destination()));
                finish(input.takeRest(data));
            } else if (message instanceof Socks4Request) {
                send(Socks4Reply.of(Socks4Status.GRANTED));
                finish(input.takeRest(data));
            }
        }

        private void send(SocksMessage message) {
            below().write(message.encode());
        }
    }

    /** Grants every CONNECT, after an interim response. */
    public static final class Http extends Answer {
        private static final Bytes END = Bytes.ascii("\r\n\r\n");

        private final ByteQueue head = new ByteQueue();

        @Override
        protected void received(ByteBuffer data) {
            head.add(data);
            int end = head.indexOf(END, 0);
            if (end >= 0) {
                head.skip(end + END.length());
                below().write(Bytes.ascii(
                        "HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 200 Connection established\r\n\r\n"));
                finish(head.takeAll());
            }
        }
    }
}
