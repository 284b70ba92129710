package dev.sennit.transport.nio.socket;

import dev.sennit.transport.TcpAddress;
import dev.sennit.transport.UdpAddress;
import dev.sennit.transport.error.ConnectFailedException;
import dev.sennit.transport.error.ConnectionBrokenException;
import dev.sennit.transport.error.DatagramFailedException;
import dev.sennit.transport.error.ListenFailedException;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.PortUnreachableException;

/** Turns the JDK's exceptions into ours. The JDK keeps the system's error only in its message. */
public final class SocketErrors {
    /** For an address of a family that the JDK has found this machine without. */
    /** Says why an IPv6 address cannot be used. */
    public static final String NO_IPV6 = "this machine has no IPv6, and this is an IPv6 address";

    private static final String NO_DESCRIPTOR = "this process or machine has no file descriptor left";
    private static final String NO_LOCAL_PORT =
            "this machine has no local port free for connections to that address, or"
                    + " no address of its own that can reach it";
    private static final String NOT_PERMITTED =
            "not permitted; a rule of this machine, such as a firewall's, forbids it";
    private static final String PRIVILEGED_PORT = "not permitted; ports under 1024 need a privilege";

    private SocketErrors() {}

    /** Why a TCP connection could not be opened. */
    public static ConnectFailedException connect(String target, IOException failure) {
        String message = text(failure);
        if (isOutOfDescriptors(failure)) {
            return new ConnectFailedException(target, ConnectFailedException.Kind.OTHER, NO_DESCRIPTOR, failure);
        }
        if (message.contains("assign requested")) {
            return new ConnectFailedException(target, ConnectFailedException.Kind.BIND, NO_LOCAL_PORT, failure);
        }
        if (isUnreachable(failure)) {
            return new ConnectFailedException(
                    target, ConnectFailedException.Kind.UNREACHABLE, unreachable(message), failure);
        }
        if (message.contains("timed out")) {
            return new ConnectFailedException(target, ConnectFailedException.Kind.TIMED_OUT, "no answer", failure);
        }
        if (message.contains("refused")) {
            return new ConnectFailedException(
                    target, ConnectFailedException.Kind.REFUSED, "connection refused; nothing listens there", failure);
        }
        if (message.contains("permitted") || message.contains("denied")) {
            return new ConnectFailedException(
                    target, ConnectFailedException.Kind.NOT_PERMITTED, NOT_PERMITTED, failure);
        }
        if (message.contains("reset")) {
            return new ConnectFailedException(
                    target, ConnectFailedException.Kind.ENDED_EARLY, "the peer reset the connection at once", failure);
        }
        return new ConnectFailedException(target, ConnectFailedException.Kind.OTHER, plain(failure), failure);
    }

    /** Why a TCP connection to an address could not be opened. */
    public static ConnectFailedException connect(TcpAddress target, IOException failure) {
        boolean withoutScope =
                target.ip() instanceof Inet6Address ip && ip.isLinkLocalAddress() && ip.getScopeId() == 0;
        if (withoutScope && text(failure).contains("invalid argument")) {
            String problem = "a link-local address is of one network; name its interface, as in [" + target.host()
                    + "%eth0]:" + target.port();
            return new ConnectFailedException(
                    target.toString(), ConnectFailedException.Kind.UNREACHABLE, problem, failure);
        }
        return connect(target.toString(), failure);
    }

    /** Why a connection could not begin at the local address that was asked for. */
    public static ConnectFailedException bind(String target, String local, IOException failure) {
        String message = text(failure);
        String problem = plain(failure);
        if (message.contains("assign requested")) {
            problem = "this machine has no such address";
        } else if (message.contains("in use")) {
            problem = "that port is in use";
        } else if (message.contains("denied") || message.contains("permitted")) {
            problem = PRIVILEGED_PORT;
        }
        return new ConnectFailedException(
                target, ConnectFailedException.Kind.BIND, "cannot come from " + local + ": " + problem, failure);
    }

    /** Why an address could not be listened on. */
    public static ListenFailedException listen(String address, IOException failure) {
        String message = text(failure);
        if (message.contains("in use")) {
            return new ListenFailedException(
                    address, ListenFailedException.Kind.IN_USE, "the address is already in use", failure);
        }
        if (message.contains("denied") || message.contains("permitted")) {
            return new ListenFailedException(
                    address, ListenFailedException.Kind.NOT_PERMITTED, PRIVILEGED_PORT, failure);
        }
        if (isOutOfDescriptors(failure)) {
            return new ListenFailedException(address, ListenFailedException.Kind.OTHER, NO_DESCRIPTOR, failure);
        }
        if (message.contains("invalid argument")) {
            // Such as a multicast address of IPv6.
            return new ListenFailedException(
                    address,
                    ListenFailedException.Kind.NO_SUCH_ADDRESS,
                    "nobody can listen on such an address",
                    failure);
        }
        if (message.contains("assign requested")) {
            return new ListenFailedException(
                    address, ListenFailedException.Kind.NO_SUCH_ADDRESS, "this machine has no such address", failure);
        }
        return new ListenFailedException(address, ListenFailedException.Kind.OTHER, plain(failure), failure);
    }

    /** Why a datagram of so many bytes could not be sent by UDP, or did not arrive. */
    public static DatagramFailedException datagram(UdpAddress to, int bytes, IOException failure) {
        String where = to.toString();
        String message = text(failure);
        if (failure instanceof PortUnreachableException || message.contains("refused")) {
            return DatagramFailedException.toSend(
                    where, DatagramFailedException.Kind.REFUSED, "refused; nobody receives there", failure);
        }
        if (message.contains("too long")) {
            // The headers take the rest of 65,535: RFC 768 and RFC 791 section 3.1, RFC 8200 section 3.
            int most = to.ip() instanceof Inet6Address ? 65_527 : 65_507;
            String problem = "it has " + bytes + " bytes, and at most " + most + " fit into UDP";
            return DatagramFailedException.toSend(where, DatagramFailedException.Kind.TOO_LONG, problem, failure);
        }
        if (isUnreachable(failure)) {
            return DatagramFailedException.toSend(
                    where, DatagramFailedException.Kind.UNREACHABLE, unreachable(message), failure);
        }
        if (message.contains("permitted") || message.contains("denied")) {
            String problem = "not permitted; to all hosts of a network it takes the option broadcast";
            return DatagramFailedException.toSend(where, DatagramFailedException.Kind.NOT_PERMITTED, problem, failure);
        }
        if (message.contains("no buffer space")) {
            return DatagramFailedException.toSend(
                    where, DatagramFailedException.Kind.NO_ROOM, "the system has no room", failure);
        }
        return DatagramFailedException.toSend(where, DatagramFailedException.Kind.OTHER, plain(failure), failure);
    }

    /** Why a connection broke. */
    public static ConnectionBrokenException broken(IOException failure) {
        String message = text(failure);
        if (message.contains("reset") || message.contains("broken pipe") || message.contains("abort")) {
            return new ConnectionBrokenException("the peer reset the connection", failure);
        }
        return new ConnectionBrokenException(plain(failure), failure);
    }

    /** Whether it was what lies between, not the peer. */
    public static boolean isNetwork(IOException failure) {
        String message = text(failure);
        return isUnreachable(failure) || failure instanceof PortUnreachableException || message.contains("timed out");
    }

    /** Whether the process or the machine has no descriptor left. */
    public static boolean isOutOfDescriptors(IOException failure) {
        return text(failure).contains("too many open files");
    }

    private static boolean isUnreachable(IOException failure) {
        String message = text(failure);
        return message.contains("unreachable") || message.contains("no route");
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
