package dev.sennit.integration.reactor;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.sennit.integration.support.ChildJvm;
import dev.sennit.integration.support.PlainSocket;
import dev.sennit.integration.support.Program;
import java.net.Socket;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A program that has nothing open any more ends by itself; one that has goes on after its main has returned. */
class MainEndsIT {
    @Test
    void aProgramThatHasClosedEverythingEnds() throws Exception {
        try (Program program = ChildJvm.start(OpenAndCloseMain.class, "close")) {
            program.lineAfter("main returns");
            assertEquals(0, program.exitCode(), program::errors);
        }
    }

    @Test
    void aProgramWithAnOpenListenerGoesOnServing() throws Exception {
        try (Program program = ChildJvm.start(OpenAndCloseMain.class, "stay")) {
            int port = program.portAfter("listening on ");
            program.lineAfter("main returns");
            assertFalse(program.endsWithin(Duration.ofSeconds(2)), program::errors);
            try (Socket peer = PlainSocket.connect(port)) {
                peer.getOutputStream().write("still there".getBytes(US_ASCII));
                peer.shutdownOutput();
                assertArrayEquals(
                        "still there".getBytes(US_ASCII), peer.getInputStream().readAllBytes());
            }
        }
    }
}
