package dev.sennit.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import org.junit.jupiter.api.Test;

class RoleTest {
    @Test
    void theLaunchersTableIsReadWhole() {
        try (PeerFiles files = PeerFiles.unpack()) {
            var roles = Role.table(files.text("run"));
            assertEquals(
                    Set.of(
                            "openssl",
                            "gnutls",
                            "twisted",
                            "socat",
                            "dante",
                            "microsocks",
                            "haproxy",
                            "nginx",
                            "sshd",
                            "curl",
                            "twistedtls",
                            "ncat",
                            "ssh",
                            "activate",
                            "handover",
                            "proxychains",
                            "testssl",
                            "netcat"),
                    roles.keySet());
            assertEquals(4, roles.get("haproxy").ports());
            assertEquals(0, roles.get("curl").ports());
        }
    }

    @Test
    void aLineOfTheTableIsARole() {
        Role role = Role.table("#\nROLES='\n# role ports\nbind  2 root named,dig  all zones loaded$\n'\nset -eu\n")
                .get("bind");
        assertEquals(2, role.ports());
        assertTrue(role.ready().matcher("running as: x\nall zones loaded\n").find());
        assertFalse(role.ready().matcher("running as: x\n").find());
    }

    @Test
    void aLauncherWithoutATableIsRefused() {
        assertThrows(IllegalStateException.class, () -> Role.table("#!/bin/sh\n"));
    }
}
