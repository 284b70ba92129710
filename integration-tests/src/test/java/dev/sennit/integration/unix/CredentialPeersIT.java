package dev.sennit.integration.unix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.sennit.integration.support.Recorder;
import dev.sennit.integration.support.TestReactor;
import dev.sennit.peers.NeedsPeer;
import dev.sennit.peers.Peer;
import dev.sennit.peers.PeerHome;
import dev.sennit.peers.Peers;
import dev.sennit.transport.PeerCredentials;
import dev.sennit.transport.deferred.Deferred;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;

/** socat says who it is, its process, its user and its group, and the system's word on the other end is the same. */
@EnabledOnOs(OS.LINUX)
class CredentialPeersIT {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String IDS = "$(id -u) $(id -g)";
    private static final List<String> AS_ANOTHER =
            List.of("setpriv", "--reuid", "64123", "--regid", "64124", "--clear-groups");

    @RegisterExtension
    final TestReactor ours = new TestReactor();

    private final Deferred.Source<Recorder> accepted = new Deferred.Source<>();

    @Test
    @NeedsPeer(value = "socat", local = true)
    void thoseOfACallerAreItsOwn(Peers peers, Peer socat) throws Exception {
        String name = peers.local().abstractName();
        listen("unix:@" + name);
        call(socat, List.of(), "ABSTRACT-CONNECT:" + name, "$SOCAT_PID " + IDS);
        Recorder caller = accepted.deferred().await(LIMIT);
        PeerCredentials seen = credentials(caller);
        assertEquals(said(caller), seen.pid() + " " + seen.uid() + " " + seen.gid());
        assertNotEquals(ProcessHandle.current().pid(), seen.pid());
    }

    @Test
    @NeedsPeer(value = "socat", local = true)
    void thoseOfAListenerAreItsOwn(Peers peers) throws Exception {
        String name = peers.local().abstractName();
        String from = "ABSTRACT-LISTEN:" + name + ",fork";
        // The first process listens; a child of it answers.
        Peer unused = peers.local().start("socat", Map.of("FROM", from, "TO", "SYSTEM:echo $SOCAT_PPID " + IDS));
        Recorder listener = ours.client("unix:@" + name).connect(Recorder::new).await(LIMIT);
        PeerCredentials seen = credentials(listener);
        assertEquals(said(listener), seen.pid() + " " + seen.uid() + " " + seen.gid());
    }

    @Test
    @NeedsPeer(value = "socat", local = true)
    void thoseOfAnotherUserAreThatUsers(Peers peers, Peer socat) throws Exception {
        String name = peers.local().abstractName();
        listen("unix:@" + name);
        // Only root can become another; anyone else is at least seen as oneself once more.
        boolean isRoot = (int) Files.getAttribute(Path.of("/proc/self"), "unix:uid") == 0;
        call(socat, isRoot ? AS_ANOTHER : List.of(), "ABSTRACT-CONNECT:" + name, "$SOCAT_PID " + IDS);
        Recorder caller = accepted.deferred().await(LIMIT);
        PeerCredentials seen = credentials(caller);
        assertEquals(said(caller), seen.pid() + " " + seen.uid() + " " + seen.gid());
        assertEquals(isRoot, seen.uid() == 64123 && seen.gid() == 64124, seen::toString);
    }

    /** Its process has another number in there than here. */
    @Test
    @NeedsPeer("socat")
    void theUserAndTheGroupOfACallerInAContainerAreItsOwn(Peers peers, Peer socat) throws Exception {
        Path path = peers.folder().resolve("x.sock");
        listen("unix:" + path + ":mode=666");
        // As a process of this machine, another user would not get as far as this directory.
        List<String> as = socat.home() == PeerHome.PROCESS ? List.of() : AS_ANOTHER;
        call(socat, as, "UNIX-CONNECT:" + path, IDS);
        Recorder caller = accepted.deferred().await(LIMIT);
        PeerCredentials seen = credentials(caller);
        assertEquals(said(caller), seen.uid() + " " + seen.gid());
        assertEquals(!as.isEmpty(), seen.uid() == 64123 && seen.gid() == 64124, seen::toString);
    }

    private void listen(String endpoint) throws InterruptedException {
        var unused = ours.server(endpoint)
                .listen(transport -> {
                    Recorder recorder = new Recorder(transport);
                    accepted.succeed(recorder);
                    return recorder;
                })
                .await(LIMIT);
    }

    /** Has socat connect and say this, which a shell reads. */
    private static void call(Peer beside, List<String> as, String connect, String words) throws InterruptedException {
        List<String> command = new ArrayList<>(as);
        command.addAll(List.of("socat", connect, "SYSTEM:echo " + words));
        beside.exec(command.toArray(String[]::new)).outputOfSuccess();
    }

    private static PeerCredentials credentials(Recorder recorder) {
        return recorder.transport().feature(PeerCredentials.class).orElseThrow();
    }

    /** What the other end says before it ends. */
    private static String said(Recorder recorder) throws InterruptedException {
        String said = recorder.input().toUtf8().strip();
        recorder.transport().close();
        return said;
    }
}
