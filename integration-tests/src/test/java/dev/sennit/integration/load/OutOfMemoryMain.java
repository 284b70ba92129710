package dev.sennit.integration.load;

import dev.sennit.small.Echo;
import dev.sennit.transport.ListenOptions;
import dev.sennit.transport.Listener;
import dev.sennit.transport.TcpAddress;
import dev.sennit.transport.nio.NioReactor;
import dev.sennit.transport.nio.NioSettings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/** An echo on a reactor of its own, which says where it listens and, when the reactor has ended, for what. */
final class OutOfMemoryMain {
    private static final Duration LIMIT = Duration.ofMinutes(1);

    private OutOfMemoryMain() {}

    public static void main(String[] arguments) throws InterruptedException, IOException {
        NioReactor reactor = new NioReactor(NioSettings.DEFAULT.withLoops(1).withMemoryBudget(Long.MAX_VALUE));
        Listener listener = reactor.listen(TcpAddress.loopback(0), ListenOptions.DEFAULT, Echo::new)
                .await(LIMIT);
        int port = ((TcpAddress) listener.address()).port();
        SocketChannel.open(new InetSocketAddress(TcpAddress.loopback(port).ip(), port))
                .close();
        System.out.println("listening on " + port);
        try {
            reactor.ended().await();
        } catch (OutOfMemoryError failure) {
            say("ended for " + failure);
        }
    }

    /** What the loop has let go may not have been collected yet. */
    private static void say(String text) {
        boolean said = false;
        while (!said) {
            try {
                System.out.println(text);
                said = true;
            } catch (OutOfMemoryError notYet) {
                System.gc();
            }
        }
    }
}
