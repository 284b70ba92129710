package dev.sennit.integration.tcp;

import dev.sennit.integration.support.PlainSocket;
import java.io.IOException;
import java.net.Socket;

/** Connects to a port, reads nothing, and waits to be killed. */
final class IdlePeerMain {
    private IdlePeerMain() {}

    public static void main(String[] arguments) throws IOException {
        try (Socket idle = PlainSocket.connect(Integer.parseInt(arguments[0]))) {
            System.out.println("connected " + idle.getLocalPort());
            System.in.read();
        }
    }
}
