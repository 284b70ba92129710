package dev.sennit.transport.nio;

import dev.sennit.transport.deferred.Deferred;
import dev.sennit.transport.nio.socket.SendItem;
import dev.sennit.transport.nio.socket.StreamChannel;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.NonReadableChannelException;
import java.util.concurrent.Executor;

/** Part of a file on its way to a socket, without passing through this process's memory. */
final class FileRegion implements SendItem {
    private static final long SEND_BYTES = 1024 * 1024;

    private final FileChannel file;
    private final long start;
    private final long end;
    private final Deferred.Source<Long> answer;
    private final Executor loop;
    private long next;
    private boolean done;

    /** Its answer is settled in a later turn of the loop, since callbacks write, close and abort. */
    FileRegion(FileChannel file, long start, long count, Deferred.Source<Long> answer, Executor loop) {
        this.file = file;
        this.start = start;
        this.end = count > Long.MAX_VALUE - start ? Long.MAX_VALUE : start + count;
        this.answer = answer;
        this.loop = loop;
        this.next = start;
    }

    @Override
    public boolean isDone() {
        return done;
    }

    /** Gives the system what it takes; a file that can't be read is this region's failure, not the connection's. */
    @Override
    public long send(StreamChannel channel) throws IOException {
        long size;
        long sent;
        try {
            size = file.size();
        } catch (IOException failure) {
            fail(failure);
            return 0;
        }
        long wanted = Math.min(Math.min(end, size) - next, SEND_BYTES);
        try {
            sent = wanted <= 0 ? 0 : channel.transferFrom(file, next, wanted);
        } catch (NonReadableChannelException openForWriting) {
            fail(openForWriting);
            return 0;
        }
        next += sent;
        if (next >= Math.min(end, size)) {
            done = true;
            long handedOver = next - start;
            loop.execute(() -> answer.succeed(handedOver));
        }
        return sent;
    }

    @Override
    public void fail(Throwable cause) {
        done = true;
        loop.execute(() -> answer.fail(cause));
    }
}
