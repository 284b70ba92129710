package dev.sennit.transport.nio;

import dev.sennit.transport.error.ConnectFailed;
import dev.sennit.transport.error.ConnectionBroken;
import dev.sennit.transport.error.ListenFailed;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.PortUnreachableException;

/** Turns the JDK's exceptions into ours. The JDK keeps the system's error only in its message. */
final class SocketErrors {
    private SocketErrors() {}

    static ConnectFailed connect(String target, IOException failure) {
        String message = text(failure);
        if (failure instanceof NoRouteToHostException || message.contains("unreachable")) {
            return new ConnectFailed(target, ConnectFailed.Kind.UNREACHABLE, "no route there", failure);
        }
        if (message.contains("timed out")) {
            return new ConnectFailed(target, ConnectFailed.Kind.TIMED_OUT, "no answer", failure);
        }
        if (failure instanceof ConnectException && message.contains("refused")) {
            return new ConnectFailed(
                    target, ConnectFailed.Kind.REFUSED, "connection refused; nothing listens there", failure);
        }
        if (message.contains("permitted") || message.contains("denied")) {
            return new ConnectFailed(target, ConnectFailed.Kind.NOT_PERMITTED, "not permitted", failure);
        }
        if (message.contains("reset")) {
            return new ConnectFailed(
                    target, ConnectFailed.Kind.ENDED_EARLY, "the peer reset the connection at once", failure);
        }
        return new ConnectFailed(target, ConnectFailed.Kind.OTHER, plain(failure), failure);
    }

    static ConnectFailed bind(String target, String local, IOException failure) {
        return new ConnectFailed(
                target, ConnectFailed.Kind.BIND, "cannot come from " + local + ": " + plain(failure), failure);
    }

    static ListenFailed listen(String address, IOException failure) {
        String message = text(failure);
        if (message.contains("in use")) {
            return new ListenFailed(address, ListenFailed.Kind.IN_USE, "the address is already in use", failure);
        }
        if (message.contains("denied") || message.contains("permitted")) {
            return new ListenFailed(
                    address,
                    ListenFailed.Kind.NOT_PERMITTED,
                    "not permitted; ports under 1024 need a privilege",
                    failure);
        }
        if (failure instanceof BindException) {
            return new ListenFailed(
                    address, ListenFailed.Kind.NO_SUCH_ADDRESS, "this machine has no such address", failure);
        }
        return new ListenFailed(address, ListenFailed.Kind.OTHER, plain(failure), failure);
    }

    static ConnectionBroken broken(IOException failure) {
        String message = text(failure);
        if (message.contains("reset") || message.contains("broken pipe") || message.contains("abort")) {
            return new ConnectionBroken("the peer reset the connection", failure);
        }
        return new ConnectionBroken(plain(failure), failure);
    }

    /** Whether it was what lies between, not the peer. */
    static boolean isNetwork(IOException failure) {
        String message = text(failure);
        return failure instanceof NoRouteToHostException
                || failure instanceof PortUnreachableException
                || message.contains("timed out")
                || message.contains("unreachable");
    }

    /** Whether the process or the machine has no descriptor left. */
    static boolean isOutOfDescriptors(IOException failure) {
        return text(failure).contains("too many open files");
    }

    private static String plain(IOException failure) {
        String message = failure.getMessage();
        return message == null ? failure.getClass().getSimpleName() : message;
    }

    private static String text(IOException failure) {
        String message = failure.getMessage();
        return message == null ? "" : message.toLowerCase(java.util.Locale.ROOT);
    }
}
