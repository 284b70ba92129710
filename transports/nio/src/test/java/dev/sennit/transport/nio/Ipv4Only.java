package dev.sennit.transport.nio;

import dev.sennit.transport.ConnectOptions;
import dev.sennit.transport.ListenOptions;
import dev.sennit.transport.TcpAddress;
import dev.sennit.transport.error.ConnectFailedException;
import dev.sennit.transport.error.ListenFailedException;
import java.nio.ByteBuffer;
import java.time.Duration;

/** A process, on what is to it a machine without IPv6, that tries to listen and to connect there all the same. */
final class Ipv4Only {
    private Ipv4Only() {}

    public static void main(String[] arguments) throws InterruptedException {
        for (int loops = 1; loops <= 2; loops++) {
            try (NioReactor reactor = new NioReactor(NioSettings.DEFAULT.withLoops(loops))) {
                var listening = reactor.listen(
                        TcpAddress.of("::1", 0),
                        ListenOptions.DEFAULT,
                        transport -> (ByteBuffer data) -> transport.write(data));
                listening.await(Duration.ofSeconds(20));
            } catch (ListenFailedException failure) {
                System.out.println(failure.getMessage());
            }
            try (NioReactor reactor = new NioReactor(NioSettings.DEFAULT.withLoops(loops))) {
                var connecting = reactor.connect(
                        TcpAddress.of("::1", 7),
                        ConnectOptions.DEFAULT,
                        transport -> (ByteBuffer data) -> transport.write(data));
                connecting.await(Duration.ofSeconds(20));
            } catch (ConnectFailedException failure) {
                System.out.println(failure.getMessage());
            }
        }
    }
}
