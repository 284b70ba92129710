package dev.sennit.integration.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sennit.integration.support.Exchange;
import dev.sennit.integration.support.SennitCommand;
import dev.sennit.integration.support.TestReactor;
import dev.sennit.integration.support.Until;
import dev.sennit.peers.NeedsPeer;
import dev.sennit.peers.Peer;
import dev.sennit.peers.Peers;
import dev.sennit.transport.bytes.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The command serves on sockets that systemd-socket-activate or Twisted opened: they start it, so they are processes of this
 * machine, wherever other peers are.
 */
@EnabledOnOs(OS.LINUX)
class PassedSocketsIT {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @RegisterExtension
    final TestReactor ours = new TestReactor();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "systemd:index=0 systemd:index=1",
                "systemd:name=tcp systemd:name=unix",
                "systemd:INET:name=tcp systemd:UNIX:index=1",
                "fd:3 fd:4",
            })
    @NeedsPeer(value = "activate", local = true)
    void systemdsSocketsOfTcpAndUnixAreServed(String servers, Peers peers) throws Exception {
        Path path = peers.folder().resolve("x.sock");
        String arguments = "-l " + path + " --fdname=tcp:unix " + serving(peers, servers);
        Peer activate = peers.local().start("activate", Map.of("ARGS", arguments));
        echoes(activate.endpoint());
        echoes("unix:" + path);
        echoes(activate.endpoint());
    }

    @Test
    @NeedsPeer(value = "activate", local = true)
    void theOnlySocketNeedsNeitherIndexNorName(Peers peers) throws Exception {
        Peer activate = peers.local()
                .start("activate", Map.of("ARGS", serving(peers, "systemd:").toString()));
        echoes(activate.endpoint());
    }

    @Test
    @NeedsPeer(value = "activate", local = true)
    void aSocketOnStandardInputIsServed(Peers peers) throws Exception {
        String arguments = "--inetd " + serving(peers, "fd:0");
        echoes(peers.local().start("activate", Map.of("ARGS", arguments)).endpoint());
    }

    @Test
    @NeedsPeer(value = "activate", local = true)
    void eachConnectionIsServedByAProcessOfItsOwnThroughItsStandardStreams(Peers peers) throws Exception {
        String arguments = "--accept --inetd " + serving(peers, "stdio");
        Peer activate = peers.local().start("activate", Map.of("ARGS", arguments));
        echoes(activate.endpoint());
        echoes(activate.endpoint());
        Until.isTrue(
                () -> activate.log().split("died with code 0", -1).length == 3,
                () -> "not both ended: " + activate.log());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "fd:3 fd:4",
                "systemd:name=tcp systemd:name=unix",
                "systemd:index=0 systemd:index=1",
            })
    @NeedsPeer(value = "handover", local = true)
    void twistedsSocketsOfTcpAndUnixAreServed(String servers, Peers peers) throws Exception {
        Peer twisted = peers.local()
                .start("handover", Map.of("ARGS", serving(peers, servers).toString()));
        echoes(twisted.endpoint());
        echoes("unix:" + twisted.exec("pwd").outputOfSuccess().strip() + "/handover.sock");
        echoes(twisted.endpoint());
    }

    private void echoes(String endpoint) throws InterruptedException {
        Bytes large = Bytes.of(new byte[1024 * 1024]);
        Exchange echo = ours.client(endpoint).connect(Exchange::new).await(LIMIT);
        assertEquals(large, echo.say(large).await(LIMIT), endpoint);
    }

    /** A program without arguments, which the settings of peers cannot quote. */
    private static Path serving(Peers peers, String servers) throws IOException {
        String command = SennitCommand.line("serve", "echo").stream()
                .map(word -> "'" + word.replace("'", "'\\''") + "'")
                .collect(Collectors.joining(" "));
        Path program = peers.folder().resolve("serve");
        Files.writeString(program, "#!/bin/sh\nexec " + command + " " + servers + "\n");
        return Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
