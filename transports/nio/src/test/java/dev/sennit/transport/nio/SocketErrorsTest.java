package dev.sennit.transport.nio;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sennit.transport.error.ListenFailed;
import java.io.IOException;
import java.net.BindException;
import java.net.SocketException;
import org.junit.jupiter.api.Test;

/** What a user reads where this machine cannot be made to fail on purpose: root may listen anywhere, for one. */
class SocketErrorsTest {
    @Test
    void aPrivilegedPortSaysThatItIsOne() {
        ListenFailed failure = SocketErrors.listen("0.0.0.0:25", new SocketException("Permission denied"));
        assertEquals(ListenFailed.Kind.NOT_PERMITTED, failure.kind());
        assertEquals(
                "cannot listen on 0.0.0.0:25: not permitted; ports under 1024 need a privilege", failure.getMessage());
    }

    @Test
    void aForeignAddressSaysThatTheMachineHasNone() {
        ListenFailed failure =
                SocketErrors.listen("192.0.2.1:8007", new BindException("Cannot assign requested address"));
        assertEquals(ListenFailed.Kind.NO_SUCH_ADDRESS, failure.kind());
    }

    @Test
    void whateverElseTheSystemSaysIsPassedOn() {
        ListenFailed failure = SocketErrors.listen("0.0.0.0:8007", new IOException("Something odd"));
        assertEquals(ListenFailed.Kind.OTHER, failure.kind());
        assertEquals("cannot listen on 0.0.0.0:8007: Something odd", failure.getMessage());
    }
}
