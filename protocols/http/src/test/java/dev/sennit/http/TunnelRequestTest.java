package dev.sennit.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sennit.protocol.proxy.Destination;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TunnelRequestTest {
    @Test
    void theTargetIsInAuthorityForm() {
        assertEquals("CONNECT example.org:443 HTTP/1.1\r\nHost: example.org:443\r\n\r\n", text("example.org", 443));
        assertEquals("CONNECT 192.0.2.1:80 HTTP/1.1\r\nHost: 192.0.2.1:80\r\n\r\n", text("192.0.2.1", 80));
        assertEquals(
                "CONNECT [2001:db8::1]:80 HTTP/1.1\r\nHost: [2001:db8::1]:80\r\n\r\n",
                text("2001:db8:0:0:0:0:0:1", 80));
        assertEquals(
                "CONNECT xn--bcher-kva.test:1 HTTP/1.1\r\nHost: xn--bcher-kva.test:1\r\n\r\n", text("bücher.test", 1));
    }

    @Test
    void credentialsAreThoseOfRfc7617() {
        // The examples of sections 2 and 2.1.
        assertEquals("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==", new BasicCredentials("Aladdin", "open sesame").fieldValue());
        assertEquals("Basic dGVzdDoxMjPCow==", new BasicCredentials("test", "123£").fieldValue());
        assertEquals(
                "CONNECT a:1 HTTP/1.1\r\nHost: a:1\r\nProxy-Authorization: Basic dTpw\r\n\r\n",
                new TunnelRequest(Destination.of("a", 1), Optional.of(new BasicCredentials("u", "p")))
                        .encode()
                        .toUtf8());
    }

    @Test
    void whatWouldBreakOutOfTheHeadIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> Destination.of("a\r\nEvil: yes", 80));
        assertThrows(IllegalArgumentException.class, () -> Destination.of("a b", 80));
        assertThrows(IllegalArgumentException.class, () -> Destination.of("a/b", 80));
        assertThrows(IllegalArgumentException.class, () -> Destination.of("", 80));
        assertThrows(IllegalArgumentException.class, () -> new BasicCredentials("a:b", ""));
        assertThrows(IllegalArgumentException.class, () -> new BasicCredentials("a", "\r\n"));
        Destination noPort = Destination.of("a", 0);
        assertThrows(IllegalArgumentException.class, () -> new TunnelRequest(noPort, Optional.empty()));
    }

    @Test
    void aPasswordIsNotShown() {
        assertTrue(!new BasicCredentials("bob", "hunter2").toString().contains("hunter2"));
    }

    private static String text(String host, int port) {
        return new TunnelRequest(Destination.of(host, port), Optional.empty())
                .encode()
                .toUtf8();
    }
}
