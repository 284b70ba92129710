package stranger;

import dev.sennit.transport.TcpAddress;

public final class Main {
    public static void main(String[] arguments) throws InterruptedException {
        for (String type : new String[] {"tcp", "tcp4"}) {
            Exchange.over(
                    type + ":0:interface=127.0.0.1",
                    listener -> "tcp:127.0.0.1:" + ((TcpAddress) listener.address()).port());
        }
    }
}
