package dev.sennit.transport.unix;

import dev.sennit.transport.deferred.Deferred;
import dev.sennit.transport.nio.socket.Outlet;
import dev.sennit.transport.nio.socket.SendItem;
import dev.sennit.transport.nio.socket.StreamChannel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;

/** Passes descriptors in order with the bytes. */
record PassedDescriptors(LinuxStream channel, Outlet outlet) implements FileDescriptors {
    @Override
    public Deferred<Void> send(ByteBuffer data, List<Descriptor> descriptors) {
        if (!data.hasRemaining()) {
            throw new IllegalArgumentException("descriptors travel with a byte or more, and there is none");
        }
        if (descriptors.isEmpty() || descriptors.size() > MOST_AT_ONCE) {
            throw new IllegalArgumentException(
                    "1 to " + MOST_AT_ONCE + " descriptors travel at once, not " + descriptors.size());
        }
        if (!descriptors.stream().allMatch(Descriptor::isOpen)) {
            throw new IllegalArgumentException("a descriptor has been closed: " + descriptors);
        }
        ByteBuffer own = ByteBuffer.allocateDirect(data.remaining()).put(data).flip();
        List<Descriptor> copies = new ArrayList<>();
        try {
            descriptors.forEach(each -> copies.add(each.copy()));
        } catch (RuntimeException failure) {
            copies.forEach(Descriptor::close);
            throw failure;
        }
        Deferred.Source<Void> answer = new Deferred.Source<>(outlet.loop());
        outlet.send(new Item(channel, own, copies, answer, outlet.loop()));
        return answer.deferred();
    }

    @Override
    public List<Descriptor> take() {
        return channel.takeDescriptors();
    }

    /** Descriptors on their way, with the bytes that they travel with: all of them with the first bytes that are taken. */
    private static final class Item implements SendItem {
        private final LinuxStream channel;
        private final ByteBuffer data;
        private final List<Descriptor> copies;
        private final Deferred.Source<Void> answer;
        private final Executor loop;
        private boolean handedOver;

        /** Takes the copies over; the answer is settled in a later turn of the loop, since callbacks write and close. */
        Item(
                LinuxStream channel,
                ByteBuffer direct,
                List<Descriptor> copies,
                Deferred.Source<Void> answer,
                Executor loop) {
            this.channel = channel;
            this.data = direct;
            this.copies = copies;
            this.answer = answer;
            this.loop = loop;
        }

        @Override
        public long send(StreamChannel carrier) throws IOException {
            int sent = handedOver ? channel.write(data) : channel.send(data, copies);
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
}
