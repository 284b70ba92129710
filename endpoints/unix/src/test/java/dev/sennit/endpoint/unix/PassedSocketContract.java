package dev.sennit.endpoint.unix;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sennit.endpoint.contract.Witness;
import dev.sennit.transport.Listener;
import dev.sennit.transport.UnixAddress;
import dev.sennit.transport.bytes.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Servers on a Unix socket that was open before them, and stays open when they go. */
abstract class PassedSocketContract extends UnixSocketsContract {
    private final Path path;
    private final PassedOn passed;

    PassedSocketContract(@TempDir Path home) throws IOException {
        path = home.resolve("passed.sock");
        passed = PassedOn.listeningAt(path);
    }

    /** The string for a descriptor. */
    protected abstract String serverOf(int number);

    @AfterEach
    void closeThePassedSocket() throws IOException {
        passed.close();
    }

    @Override
    protected String server() {
        return serverOf(passed.number());
    }

    @Override
    protected String serverAt(Listener open) {
        return server();
    }

    @Override
    protected String clientOf(Listener open) {
        return "unix:" + path;
    }

    @Override
    protected boolean takesSeveral() {
        return true;
    }

    @Override
    protected void vacate() {
        try {
            passed.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    protected List<String> clientSpellings() {
        return List.of("unix:" + path);
    }

    @Test
    void theListenerHasTheAddressThatTheSocketWasBoundTo() {
        Listener open = listen(Witness.echoing());
        assertEquals(UnixAddress.of(path), open.address());
        waits().await(open.close());
    }

    @Test
    void theClosedListenersSocketKeepsWhoComesForTheNext() {
        Witness first = Witness.echoing();
        waits().await(listen(first).close());
        Witness client = Witness.collecting();
        Witness.Seen early = waits().await(clients().client("unix:" + path).connect(client));
        early.transport().write(Bytes.ascii("hello"));

        Listener next = listen(Witness.echoing());

        assertEquals(Bytes.ascii("hello"), waits().await(early.fiveBytes()));
        assertEquals(List.of(), first.all());
        early.transport().close();
        waits().until(client::isQuiet);
        waits().await(next.close());
    }
}
