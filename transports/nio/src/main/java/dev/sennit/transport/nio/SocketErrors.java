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
    /** For an address of a family that the JDK has found this machine without. */
    static final String NO_IPV6 = "this machine has no IPv6, and this is an IPv6 address";

    private static final String NO_DESCRIPTOR = "this process or machine has no file descriptor left";
    private static final String NO_LOCAL_PORT =
            "this machine has no local port free for connections to that address, or"
                    + " no address of its own that can reach it";
    private static final String NOT_PERMITTED =
            "not permitted; a rule of this machine, such as a firewall's, forbids it";
    private static final String PRIVILEGED_PORT = "not permitted; ports under 1024 need a privilege";

    private SocketErrors() {}

    static ConnectFailed connect(String target, IOException failure) {
        String message = text(failure);
        if (isOutOfDescriptors(failure)) {
            return new ConnectFailed(target, ConnectFailed.Kind.OTHER, NO_DESCRIPTOR, failure);
        }
        if (message.contains("assign requested")) {
            return new ConnectFailed(target, ConnectFailed.Kind.BIND, NO_LOCAL_PORT, failure);
        }
        if (failure instanceof NoRouteToHostException || message.contains("unreachable")) {
            return new ConnectFailed(target, ConnectFailed.Kind.UNREACHABLE, unreachable(message), failure);
        }
        if (message.contains("timed out")) {
            return new ConnectFailed(target, ConnectFailed.Kind.TIMED_OUT, "no answer", failure);
        }
        if (failure instanceof ConnectException && message.contains("refused")) {
            return new ConnectFailed(
                    target, ConnectFailed.Kind.REFUSED, "connection refused; nothing listens there", failure);
        }
        if (message.contains("permitted") || message.contains("denied")) {
            return new ConnectFailed(target, ConnectFailed.Kind.NOT_PERMITTED, NOT_PERMITTED, failure);
        }
        if (message.contains("reset")) {
            return new ConnectFailed(
                    target, ConnectFailed.Kind.ENDED_EARLY, "the peer reset the connection at once", failure);
        }
        return new ConnectFailed(target, ConnectFailed.Kind.OTHER, plain(failure), failure);
    }

    static ConnectFailed bind(String target, String local, IOException failure) {
        String message = text(failure);
        String problem = plain(failure);
        if (message.contains("assign requested")) {
            problem = "this machine has no such address";
        } else if (message.contains("in use")) {
            problem = "that port is in use";
        } else if (message.contains("denied") || message.contains("permitted")) {
            problem = PRIVILEGED_PORT;
        }
        return new ConnectFailed(
                target, ConnectFailed.Kind.BIND, "cannot come from " + local + ": " + problem, failure);
    }

    static ListenFailed listen(String address, IOException failure) {
        String message = text(failure);
        if (message.contains("in use")) {
            return new ListenFailed(address, ListenFailed.Kind.IN_USE, "the address is already in use", failure);
        }
        if (message.contains("denied") || message.contains("permitted")) {
            return new ListenFailed(address, ListenFailed.Kind.NOT_PERMITTED, PRIVILEGED_PORT, failure);
        }
        if (isOutOfDescriptors(failure)) {
            return new ListenFailed(address, ListenFailed.Kind.OTHER, NO_DESCRIPTOR, failure);
        }
        if (message.contains("invalid argument")) {
            // Such as a multicast address of IPv6.
            return new ListenFailed(
                    address, ListenFailed.Kind.NO_SUCH_ADDRESS, "nobody can listen on such an address", failure);
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
            return DatagramFailed.toSend(where, DatagramFailed.Kind.UNREACHABLE, unreachable(message), failure);
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

    private static String unreachable(String message) {
        return message.contains("network is unreachable")
                ? "this machine has no route to that address"
                : "the network cannot reach that address";
    }

    private static String plain(IOException failure) {
        String message = failure.getMessage();
        return message == null || message.isEmpty() ? "the system does not say why" : message;
    }

    private static String text(IOException failure) {
        String message = failure.getMessage();
        return message == null ? "" : message.toLowerCase(java.util.Locale.ROOT);
    }
}
