package dev.sennit.transport.unix;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A stream socket, always non-blocking. Reads and writes happen on its loop. */
final class LinuxChannel extends SocketChannel implements EpollSelector.Watchable {
    private static final ThreadLocal<Message> MESSAGE = ThreadLocal.withInitial(Message::new);

    private final Watch watch;
    /** Descriptors received and not taken; empty until somebody wants them, and the system closes what comes. */
    private @Nullable List<Descriptor> received;

    /** Takes the descriptor over. */
    LinuxChannel(int descriptor) {
        super(LinuxProvider.INSTANCE);
        this.watch = new Watch(descriptor);
    }

    @Override
    public int descriptor() {
        return watch.number();
    }

    @Override
    public void watchedBy(EpollKey key) {
        watch.by(key);
    }

    int number() throws IOException {
        return watch.open();
    }

    /** Asks from any thread; see {@link Watch#ask}. */
    <T> T ask(Watch.Question<T> question) throws IOException {
        return watch.ask(question);
    }

    void connectTo(SocketNames.Written name) throws IOException {
        Libc.check(Libc.connect(watch.open(), name.address(), name.length()));
    }

    /** Keeps descriptors from now on. */
    void wantDescriptors() {
        if (received == null) {
            received = new ArrayList<>();
        }
    }

    List<Descriptor> takeDescriptors() {
        List<Descriptor> kept = received;
        if (kept == null) {
            return List.of();
        }
        List<Descriptor> taken = List.copyOf(kept);
        kept.clear();
        return taken;
    }

    @Override
    public int read(ByteBuffer to) throws IOException {
        int wanted = Math.min(to.remaining(), Integer.MAX_VALUE);
        if (!to.isDirect()) {
            throw new IllegalArgumentException("read into direct buffers only");
        }
        int socket = watch.open();
        long at = Libc.address(to) + to.position();
        List<Descriptor> kept = received;
        long count;
        do {
            count = kept == null ? Libc.read(socket, at, wanted) : MESSAGE.get().receive(socket, at, wanted, kept);
        } while (count == -ErrnoException.INTERRUPTED);
        if (kept != null && kept.size() > FileDescriptors.MOST_UNTAKEN) {
            throw new IOException("more than " + FileDescriptors.MOST_UNTAKEN + " descriptors wait to be taken");
        }
        if (count == -ErrnoException.AGAIN) {
            return 0;
        }
        int read = Libc.check(count);
        to.position(to.position() + read);
        return read == 0 && wanted > 0 ? -1 : read;
    }

    @Override
    public int write(ByteBuffer from) throws IOException {
        int total = 0;
        int sent;
        int tried;
        do {
            tried = from.isDirect() ? from.remaining() : Math.min(from.remaining(), Message.DATA_BYTES);
            sent = tried == 0 ? 0 : sendSome(from, tried);
            from.position(from.position() + sent);
            total += sent;
        } while (sent == tried && from.hasRemaining());
        return total;
    }

    private int sendSome(ByteBuffer from, int count) throws IOException {
        int socket = watch.open();
        long at = from.isDirect()
                ? Libc.address(from) + from.position()
                : MESSAGE.get().copy(from, count);
        return taken(() -> Libc.send(socket, at, count));
    }

    @Override
    public long write(ByteBuffer[] all, int offset, int length) throws IOException {
        if (length == 2 && all[offset].isDirect() && all[offset].hasRemaining()) {
            return writeTwo(all[offset], all[offset + 1]);
        }
        long total = 0;
        for (int i = offset; i < offset + length; i++) {
            total += write(all[i]);
            if (all[i].hasRemaining()) {
                break;
            }
        }
        return total;
    }

    /** What has gathered, and the caller's own, in one call. */
    private long writeTwo(ByteBuffer first, ByteBuffer second) throws IOException {
        int socket = watch.open();
        Message message = MESSAGE.get();
        int secondCount = second.isDirect() ? second.remaining() : Math.min(second.remaining(), Message.DATA_BYTES);
        long secondAt =
                second.isDirect() ? Libc.address(second) + second.position() : message.copy(second, secondCount);
        long firstAt = Libc.address(first) + first.position();
        int firstCount = first.remaining();
        int sent = taken(() -> message.send(socket, firstAt, firstCount, secondAt, secondCount));
        first.position(first.position() + Math.min(sent, firstCount));
        second.position(second.position() + Math.max(0, sent - firstCount));
        boolean all = sent == firstCount + secondCount;
        return all && second.hasRemaining() ? sent + (long) write(second) : sent;
    }

    /** Sends bytes from native memory with descriptors; answers how many were taken, the descriptors with the first. */
    int send(ByteBuffer direct, List<Descriptor> descriptors) throws IOException {
        int socket = watch.open();
        long at = Libc.address(direct) + direct.position();
        int sent = taken(() -> MESSAGE.get().send(socket, at, direct.remaining(), descriptors));
        direct.position(direct.position() + sent);
        return sent;
    }

    private interface Sending {
        long run();
    }

    private static int taken(Sending sending) throws IOException {
        long sent;
        do {
            sent = sending.run();
        } while (sent == -ErrnoException.INTERRUPTED);
        return sent == -ErrnoException.AGAIN ? 0 : Libc.check(sent);
    }

    @Override
    public long read(ByteBuffer[] all, int offset, int length) {
        throw new UnsupportedOperationException("read into one buffer");
    }

    @Override
    public SocketChannel shutdownOutput() throws IOException {
        Libc.check(Libc.shutdown(watch.open(), Libc.SHUT_WR));
        return this;
    }

    @Override
    public SocketChannel shutdownInput() {
        throw new UnsupportedOperationException("input ends with the channel");
    }

    @Override
    protected void implCloseSelectableChannel() {
        watch.close();
        takeDescriptors().forEach(Descriptor::close);
    }

    @Override
    protected void implConfigureBlocking(boolean block) {
        if (block) {
            throw new UnsupportedOperationException("it never blocks");
        }
    }

    @Override
    public boolean isConnected() {
        return isOpen();
    }

    @Override
    public boolean isConnectionPending() {
        return false;
    }

    @Override
    public boolean connect(SocketAddress remote) {
        throw new UnsupportedOperationException("connected by name, see connectTo");
    }

    @Override
    public boolean finishConnect() {
        return true;
    }

    @Override
    public SocketChannel bind(@Nullable SocketAddress local) {
        throw new UnsupportedOperationException("clients have no name of their own");
    }

    @Override
    public <T> SocketChannel setOption(SocketOption<T> name, T value) {
        throw new UnsupportedOperationException(name + " is not supported");
    }

    @Override
    public <T> T getOption(SocketOption<T> name) {
        throw new UnsupportedOperationException(name + " is not supported");
    }

    @Override
    public Set<SocketOption<?>> supportedOptions() {
        return Set.of();
    }

    @Override
    public Socket socket() {
        throw new UnsupportedOperationException("there is only the channel");
    }

    @Override
    public SocketAddress getRemoteAddress() {
        throw new UnsupportedOperationException("its name is no address of the JDK's");
    }

    @Override
    public SocketAddress getLocalAddress() {
        throw new UnsupportedOperationException("its name is no address of the JDK's");
    }

    @Override
    public String toString() {
        return "descriptor " + watch.number();
    }
}
