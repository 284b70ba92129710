package dev.sennit.transport.nio;

import dev.sennit.transport.ListenOptions;
import dev.sennit.transport.UnixAddress;
import dev.sennit.transport.error.ListenFailedException;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

/** A process that tries to listen at a path each time that it is told a line, and says how that went. */
final class UnixRival {
    private UnixRival() {}

    public static void main(String[] arguments) throws Exception {
        UnixAddress address = UnixAddress.of(Path.of(arguments[0]));
        NioReactor reactor = new NioReactor(NioSettings.DEFAULT.withLoops(1));
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        System.out.println("ready");
        while (input.readLine() != null) {
            try {
                reactor.listen(address, ListenOptions.DEFAULT, transport -> (ByteBuffer data) -> transport.write(data))
                        .await(Duration.ofSeconds(60));
                System.out.println("won");
            } catch (ListenFailedException failure) {
                System.out.println(failure.kind() + " " + failure.getMessage());
            }
        }
        reactor.close();
    }
}
