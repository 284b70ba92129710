package dev.sennit.transport.nio;

import dev.sennit.transport.UdpAddress;
import dev.sennit.transport.error.ConnectFailed;
import dev.sennit.transport.error.ConnectionBroken;
import dev.sennit.transport.error.DatagramFailed;
import dev.sennit.transport.error.ListenFailed;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.Inet6Address;
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

    /** Why a datagram of so many bytes could not be sent by UDP, or did not arrive. */
    static DatagramFailed datagram(UdpAddress to, int bytes, IOException failure) {
        String where = to.toString();
        String message = text(failure);
        if (failure instanceof PortUnreachableException || message.contains("refused")) {
            return DatagramFailed.toSend(where, DatagramFailed.Kind.REFUSED, "refused; nobody receives there", failure);
        }
        if (message.contains("too long")) {
            // The headers take the rest of 65,535: RFC 768 and RFC 791 section 3.1, RFC 8200 section 3.
            int most = to.ip() instanceof Inet6Address ? 65_527 : 65_507;
            String problem = "it has " + bytes + " bytes, and at most " + most + " fit into UDP";
            return DatagramFailed.toSend(where, DatagramFailed.Kind.TOO_LONG, problem, failure);
        }
        if (failure instanceof NoRouteToHostException || message.contains("unreachable")) {
            return DatagramFailed.toSend(where, DatagramFailed.Kind.UNREACHABLE, "no route there", failure);
        }
        if (message.contains("permitted") || message.contains("denied")) {
            String problem = "not permitted; to all hosts of a network it takes the option broadcast";
            return DatagramFailed.toSend(where, DatagramFailed.Kind.NOT_PERMITTED, problem, failure);
        }
        if (message.contains("no buffer space")) {
            return DatagramFailed.toSend(where, DatagramFailed.Kind.NO_ROOM, "the system has no room", failure);
        }
        return DatagramFailed.toSend(where, DatagramFailed.Kind.OTHER, plain(failure), failure);
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
