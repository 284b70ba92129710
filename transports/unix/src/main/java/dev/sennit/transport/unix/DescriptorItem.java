package dev.sennit.transport.unix;

import dev.sennit.transport.deferred.Deferred;
import dev.sennit.transport.nio.socket.SendItem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.concurrent.Executor;

/** Descriptors on their way, with the bytes that they travel with: all of them with the first bytes that are taken. */
final class DescriptorItem implements SendItem {
    private final ByteBuffer data;
    private final List<Descriptor> copies;
    private final Deferred.Source<Void> answer;
    private final Executor loop;
    private boolean handedOver;

    /** Takes the copies over; the answer is settled in a later turn of the loop, since callbacks write and close. */
    DescriptorItem(ByteBuffer direct, List<Descriptor> copies, Deferred.Source<Void> answer, Executor loop) {
        this.data = direct;
        this.copies = copies;
        this.answer = answer;
        this.loop = loop;
    }

    @Override
    public long send(SocketChannel channel) throws IOException {
        int sent = handedOver ? channel.write(data) : ((LinuxChannel) channel).send(data, copies);
        if (sent > 0 && !handedOver) {
            handedOver = true;
            copies.forEach(Descriptor::close);
        }
        if (isDone()) {
            loop.execute(() -> answer.succeed(null));
        }
        return sent;
    }

    @Override
    public boolean isDone() {
        return !data.hasRemaining();
    }

    @Override
    public void fail(Throwable cause) {
        copies.forEach(Descriptor::close);
        loop.execute(() -> answer.fail(cause));
    }
}
