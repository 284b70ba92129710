package stranger;

import dev.sennit.endpoint.Endpoints;
import dev.sennit.transport.Listener;
import dev.sennit.transport.Protocol;
import dev.sennit.transport.TcpAddress;
import dev.sennit.transport.Transport;
import dev.sennit.transport.bytes.Bytes;
import java.nio.ByteBuffer;
import java.time.Duration;

public final class Main {
    public static void main(String[] arguments) throws InterruptedException {
        Exchange.over("haproxy:trusted=127.0.0.0/8:tcp:0:interface=127.0.0.1", listener -> "haproxy:tcp:127.0.0.1:"
                + ((TcpAddress) listener.address()).port());
        Listener proxy = Endpoints.server("tcp:0:interface=127.0.0.1")
                .listen(Echoing::new)
                .await(Duration.ofSeconds(20));
        Exchange.over(
                "memory:unused",
                listener -> "tcp:echo.example:7:via=[socks5:127.0.0.1:" + ((TcpAddress) proxy.address()).port() + "]");
        proxy.close();
    }

    /** A SOCKS 5 server that lets everybody in, and is itself the echo server that is asked for. */
    private static final class Echoing implements Protocol {
        private final Transport transport;
        private int messages;

        Echoing(Transport transport) {
            this.transport = transport;
        }

        @Override
        public void dataReceived(ByteBuffer data) {
            messages++;
            if (messages == 1) {
                transport.write(Bytes.hex("0500"));
            } else if (messages == 2) {
                transport.write(Bytes.hex("05000001000000000000"));
            } else {
                transport.write(data);
            }
        }
    }
}
