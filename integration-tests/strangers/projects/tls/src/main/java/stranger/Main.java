package stranger;

import dev.sennit.transport.TcpAddress;

/** No certificate is given: both engines take the development certificate, which the first of them makes. */
public final class Main {
    public static void main(String[] arguments) throws InterruptedException {
        for (String engine : new String[] {"bc", "jdk"}) {
            Exchange.over(
                    "tls:0:interface=127.0.0.1:engine=" + engine,
                    listener -> "tls:localhost:" + ((TcpAddress) listener.address()).port()
                            + ":trust=certs/ca.pem:engine=" + engine);
        }
    }
}
