package dev.sennit.integration.support;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import dev.sennit.peers.Peer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A program that runs beside a peer while the test goes on. */
public final class BackgroundProgram {
    private static final int LIMIT_SECONDS = 60;

    private final FutureTask<List<String>> task;

    private BackgroundProgram(FutureTask<List<String>> task) {
        this.task = task;
    }

    /** Starts a program beside a peer. */
    public static BackgroundProgram start(Peer peer, String... command) {
        FutureTask<List<String>> task = new FutureTask<>(
                () -> peer.exec(command).outputOfSuccess().lines().toList());
        Thread thread = new Thread(task, command[0]);
        thread.setDaemon(true);
        thread.start();
        return new BackgroundProgram(task);
    }

    /** Starts a client of Twisted's that sends and expects lines, see {@code twisted_client.py}. */
    public static BackgroundProgram twistedDialogue(Peer twisted, String host, int port, String... items) {
        List<String> command = new ArrayList<>(List.of("twisted_client.py", "talk", host, Integer.toString(port)));
        command.addAll(List.of(items));
        return start(twisted, command.toArray(String[]::new));
    }

    /** Has a client of Twisted's send bytes to an echo, and checks that what comes back has the same hash. */
    public static void assertTwistedGetsBytesBack(Peer twisted, String host, int port, int count)
            throws InterruptedException {
        BackgroundProgram sums =
                start(twisted, "twisted_client.py", "bytes", host, Integer.toString(port), Integer.toString(count));
        assertEquals(sums.lineAfter("sent "), sums.lineAfter("received "));
    }

    /** Waits for its end, and returns the lines that it printed; fails the test if the program fails. */
    public List<String> lines() throws InterruptedException {
        try {
            return task.get(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException failed) {
            return fail(failed.getCause());
        } catch (TimeoutException stillRunning) {
            return fail("still runs after " + LIMIT_SECONDS + " s");
        }
    }

    private String lineAfter(String prefix) throws InterruptedException {
        return lineWith(prefix).substring(prefix.length());
    }

    /** Waits for its end, and returns the only line with this text that it printed. */
    public String lineWith(String text) throws InterruptedException {
        List<String> all = lines();
        List<String> found = all.stream().filter(line -> line.contains(text)).toList();
        return found.size() == 1 ? found.get(0) : fail("one line with '" + text + "' wanted, not " + all);
    }
}
