package dev.sennit.integration.load;

import dev.sennit.endpoint.Endpoints;
import dev.sennit.integration.support.Caller;
import dev.sennit.small.Echo;
import dev.sennit.transport.Listener;
import dev.sennit.transport.TcpAddress;
import dev.sennit.transport.bytes.Bytes;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * An echo that says where it listens once its classes are loaded: from a folder each would take a descriptor. Beside it
 * a file is opened for a moment now and then, as a virtual machine and the libraries in it do.
 */
final class EmfileMain {
    private static final Duration LIMIT = Duration.ofMinutes(1);

    private EmfileMain() {}

    public static void main(String[] arguments) throws InterruptedException {
        Listener listener =
                Endpoints.server("tcp:0:127.0.0.1").listen(Echo::new).await(LIMIT);
        int port = ((TcpAddress) listener.address()).port();
        for (int ending = 0; ending < 2; ending++) {
            Caller caller = Endpoints.client("tcp:127.0.0.1:" + port)
                    .connect(Caller::new)
                    .await(LIMIT);
            caller.call(Bytes.ascii("hello")).await(LIMIT);
            (ending == 0 ? caller.close() : caller.abort()).await(LIMIT);
        }
        Thread reader = new Thread(EmfileMain::openNowAndThen, "opens a file now and then");
        reader.setDaemon(true);
        reader.start();
        System.out.println("listening on " + port);
    }

    private static void openNowAndThen() {
        byte[] some = new byte[100];
        while (true) {
            try (InputStream file = new FileInputStream("/proc/self/stat")) {
                if (file.read(some) < 0) {
                    throw new IllegalStateException("it is empty");
                }
            } catch (IOException noDescriptor) {
                // Then there was none to take.
            }
            LockSupport.parkNanos(500_000);
        }
    }
}
