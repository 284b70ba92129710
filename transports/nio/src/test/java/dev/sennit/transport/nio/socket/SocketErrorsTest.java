package dev.sennit.transport.nio.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sennit.transport.TcpAddress;
import dev.sennit.transport.error.ConnectFailedException;
import dev.sennit.transport.error.ConnectFailedException.Kind;
import dev.sennit.transport.error.ListenFailedException;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What a user reads where this machine cannot be made to fail on purpose: root may listen anywhere, for one. */
class SocketErrorsTest {
    @Test
    void aPrivilegedPortSaysThatItIsOne() {
        ListenFailedException failure = SocketErrors.listen("0.0.0.0:25", new SocketException("Permission denied"));
        assertEquals(ListenFailedException.Kind.NOT_PERMITTED, failure.kind());
        assertEquals(
                "cannot listen on 0.0.0.0:25: not permitted; ports under 1024 need a privilege", failure.getMessage());
    }

    @Test
    void aForeignAddressSaysThatTheMachineHasNone() {
        ListenFailedException failure =
                SocketErrors.listen("192.0.2.1:8007", new BindException("Cannot assign requested address"));
        assertEquals(ListenFailedException.Kind.NO_SUCH_ADDRESS, failure.kind());
    }

    @Test
    void anAddressThatCannotBeListenedOnSaysSo() {
        ListenFailedException failure = SocketErrors.listen("[ff02::1]:0", new SocketException("Invalid argument"));
        assertEquals("cannot listen on [ff02::1]:0: nobody can listen on such an address", failure.getMessage());
    }

    @Test
    void whateverElseTheSystemSaysIsPassedOn() {
        ListenFailedException failure = SocketErrors.listen("0.0.0.0:8007", new IOException("Something odd"));
        assertEquals(ListenFailedException.Kind.OTHER, failure.kind());
        assertEquals("cannot listen on 0.0.0.0:8007: Something odd", failure.getMessage());
    }

    /** The exceptions and words are the JDK's, on Linux. */
    static Stream<Arguments> connectFailures() {
        return Stream.of(
                Arguments.of(
                        new BindException("Cannot assign requested address"),
                        Kind.BIND,
                        "this machine has no local port free for connections to that address, or no address of its own"
                                + " that can reach it"),
                Arguments.of(
                        new SocketException("Network is unreachable"),
                        Kind.UNREACHABLE,
                        "this machine has no route to that address"),
                Arguments.of(
                        new NoRouteToHostException("No route to host"),
                        Kind.UNREACHABLE,
                        "the network cannot reach that address"),
                Arguments.of(
                        new SocketException("Too many open files"),
                        Kind.OTHER,
                        "this process or machine has no file descriptor left"),
                Arguments.of(
                        new SocketException("Operation not permitted"),
                        Kind.NOT_PERMITTED,
                        "not permitted; a rule of this machine, such as a firewall's, forbids it"),
                Arguments.of(new IOException(), Kind.OTHER, "the system does not say why"));
    }

    @ParameterizedTest
    @MethodSource("connectFailures")
    void theSystemsWordsArePutPlainly(IOException failure, Kind kind, String problem) {
        ConnectFailedException failed = SocketErrors.connect("192.0.2.1:80", failure);
        assertEquals(kind, failed.kind());
        assertEquals("cannot connect to 192.0.2.1:80: " + problem, failed.getMessage());
    }

    @ParameterizedTest
    @CsvSource({
        "Cannot assign requested address, this machine has no such address",
        "Address already in use, that port is in use",
        "Permission denied, not permitted; ports under 1024 need a privilege",
    })
    void anAddressThatNobodyCanComeFromSaysWhy(String words, String problem) {
        ConnectFailedException failed = SocketErrors.bind("192.0.2.1:80", "192.0.2.2:0", new BindException(words));
        assertEquals("cannot connect to 192.0.2.1:80: cannot come from 192.0.2.2:0: " + problem, failed.getMessage());
    }

    @Test
    void aLinkLocalAddressWithoutItsInterfaceSaysThatItNeedsOne() {
        assertEquals(
                "cannot connect to [fe80::1]:80: a link-local address is of one network; name its interface, as in"
                        + " [fe80::1%eth0]:80",
                SocketErrors.connect(TcpAddress.of("fe80::1", 80), new ConnectException("Invalid argument"))
                        .getMessage());
    }
}
