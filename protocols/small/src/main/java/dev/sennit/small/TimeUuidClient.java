package dev.sennit.small;

import dev.sennit.protocol.line.LastLine;
import dev.sennit.protocol.line.LineDecoder;
import dev.sennit.protocol.line.LineEnd;
import dev.sennit.protocol.line.LineReceiver;
import dev.sennit.transport.CloseReason;
import dev.sennit.transport.Transport;
import dev.sennit.transport.bytes.Bytes;
import dev.sennit.transport.deferred.Deferred;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Joins a person to a {@link TimeUuidServer}: each line typed is sent, each line received is shown.
 *
 * <p>When the input ends, the client ends its output, and goes on to show what the server sends. While the server does not
 * read, the client does not read its input. A read of the input that waits when the connection ends goes on waiting.
 */
public final class TimeUuidClient extends LineReceiver {
    private static final Logger LOG = System.getLogger(TimeUuidClient.class.getName());

    private final BufferedReader input;
    private final Executor workers;
    private final Consumer<String> output;
    private final Deferred.Source<Void> ended;
    private boolean asking;
    private boolean inputDone;
    private boolean overMark;

    /**
     * Creates a client.
     *
     * @param input what the person types; read line by line, never closed
     * @param workers runs the reading, which may block
     * @param output gets each line to show, without control characters, on the connection's loop
     */
    public TimeUuidClient(Transport transport, BufferedReader input, Executor workers, Consumer<String> output) {
        super(transport, LineEnd.CR_LF, LastLine.DROPPED, LineDecoder.DEFAULT_LIMIT_BYTES);
        this.input = input;
        this.workers = workers;
        this.output = output;
        this.ended = new Deferred.Source<>(transport.loop());
        ended.onCancel(transport()::abort);
    }

    /**
     * Settled when the connection is over; fails with the cause if it broke, or if the input could not be read. Cancel it
     * to leave at once.
     */
    public Deferred<Void> ended() {
        return ended.deferred();
    }

    @Override
    public void connectionMade() {
        ask();
    }

    @Override
    protected void lineReceived(Bytes line) {
        output.accept(TextLines.printable(line.toUtf8()));
    }

    @Override
    public boolean writePaused() {
        overMark = true;
        super.writePaused();
        // The server may have much to say before it reads on: both would wait for ever.
        return true;
    }

    @Override
    public void writeResumed() {
        overMark = false;
        super.writeResumed();
        ask();
    }

    @Override
    public void connectionLost(CloseReason reason) {
        super.connectionLost(reason);
        inputDone = true;
        if (reason instanceof CloseReason.Clean) {
            ended.succeed(null);
        } else {
            ended.fail(Endings.early(reason, "the server had not said goodbye"));
        }
    }

    /** Has one line read, unless one is being read or may not be sent yet. */
    private void ask() {
        if (asking || inputDone || overMark) {
            return;
        }
        asking = true;
        workers.execute(this::read);
    }

    /** Reads a line. On a worker. */
    private void read() {
        try {
            String typed = input.readLine();
            transport().loop().execute(() -> typed(typed));
        } catch (IOException failure) {
            transport().abort(failure);
        } catch (RejectedExecutionException ended) {
            LOG.log(Level.DEBUG, "a line was typed after the reactor had ended");
        }
    }

    private void typed(@Nullable String line) {
        asking = false;
        if (inputDone) {
            return;
        }
        if (line == null) {
            inputDone = true;
            transport().endOutput();
            return;
        }
        sendLine(line);
        ask();
    }
}
