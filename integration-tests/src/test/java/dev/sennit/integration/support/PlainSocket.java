package dev.sennit.integration.support;

import dev.sennit.transport.TcpAddress;
import java.io.IOException;
import java.net.Socket;

/** A blocking socket of the JDK: the simplest peer that is not ours. */
public final class PlainSocket {
    private static final int LIMIT_MILLIS = 60_000;

    private PlainSocket() {}

    /** Connects to a port of this machine; a read that gets nothing fails in the end. */
    public static Socket connect(int port) throws IOException {
        Socket socket = new Socket(TcpAddress.loopback(port).ip(), port);
        socket.setSoTimeout(LIMIT_MILLIS);
        return socket;
    }
}
