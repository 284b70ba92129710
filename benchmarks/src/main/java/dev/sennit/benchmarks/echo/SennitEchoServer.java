package dev.sennit.benchmarks.echo;

import dev.sennit.transport.ListenOptions;
import dev.sennit.transport.Listener;
import dev.sennit.transport.TcpAddress;
import dev.sennit.transport.nio.NioReactor;
import dev.sennit.transport.nio.NioSettings;
import dev.sennit.transport.unix.LinuxSockets;
import java.io.IOException;

/** The echo protocol on a reactor of one loop, with the JDK's sockets or with Linux's own. */
public final class SennitEchoServer {
    private SennitEchoServer() {}

    /** Takes the argument {@code epoll} for Linux's own sockets, or none; see {@link ServerConsole}. */
    public static void main(String[] args) throws IOException, InterruptedException {
        NioSettings settings = NioSettings.DEFAULT.withLoops(1);
        NioReactor reactor = new NioReactor(args.length == 0 ? settings : settings.withSockets(LinuxSockets.withTcp()));
        ListenOptions options = ListenOptions.DEFAULT.withBacklog(4096);
        Listener listener =
                reactor.listen(TcpAddress.loopback(0), options, Echo::new).await();
        ServerConsole.run(((TcpAddress) listener.address()).port());
    }
}
