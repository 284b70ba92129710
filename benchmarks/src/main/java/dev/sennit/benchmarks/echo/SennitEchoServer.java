package dev.sennit.benchmarks.echo;

import dev.sennit.transport.ListenOptions;
import dev.sennit.transport.Listener;
import dev.sennit.transport.TcpAddress;
import dev.sennit.transport.nio.NioReactor;
import dev.sennit.transport.nio.NioSettings;
import java.io.IOException;

/** The echo protocol on a reactor of one loop. */
public final class SennitEchoServer {
    private SennitEchoServer() {}

    /** Takes no arguments; see {@link ServerConsole}. */
    public static void main(String[] args) throws IOException, InterruptedException {
        NioReactor reactor = new NioReactor(NioSettings.DEFAULT.withLoops(1));
        ListenOptions options = ListenOptions.DEFAULT.withBacklog(4096);
        Listener listener =
                reactor.listen(TcpAddress.loopback(0), options, Echo::new).await();
        ServerConsole.run(((TcpAddress) listener.address()).port());
    }
}
