package dev.sennit.transport.unix;

import dev.sennit.transport.DescriptorAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An open file descriptor of this process, which {@link #close} closes. Any thread.
 *
 * <p>The JDK reads, writes and maps a file's through its {@link #path}; a reactor goes on with a socket's {@link
 * #address}.
 */
public final class Descriptor implements AutoCloseable {
    private static final int CLOSED = -1;
    private static final int WRITE_ONLY = 1;
    private static final int READ_WRITE = 2;
    private static final int CREATE = 0100;
    private static final int TRUNCATE = 01000;
    private static final int APPEND = 02000;
    private static final int NEW_FILE_MODE = 0640;

    private final AtomicInteger number;

    private Descriptor(int number) {
        this.number = new AtomicInteger(number);
    }

    /**
     * A copy of a descriptor that this process inherited or got otherwise; the original stays open.
     *
     * @throws IOException if no such descriptor is open, or this is not Linux
     */
    public static Descriptor copyOf(int number) throws IOException {
        Platform.require();
        int copy = Libc.duplicate(number);
        if (copy == -ErrnoException.BAD_DESCRIPTOR) {
            throw new IOException("descriptor " + number + " is not open");
        }
        return new Descriptor(Libc.check(copy));
    }

    /**
     * Opens a file, to be passed on: {@code READ}, {@code WRITE}, {@code APPEND}, {@code CREATE} (with the rights 640) and
     * {@code TRUNCATE_EXISTING} are known.
     *
     * @throws IOException if it cannot be opened, or this is not Linux
     */
    public static Descriptor open(Path path, OpenOption... options) throws IOException {
        Platform.require();
        byte[] name = path.toString().getBytes(System.getProperty("sun.jnu.encoding", "UTF-8"));
        ByteBuffer bytes = ByteBuffer.allocateDirect(name.length + 1).put(name);
        int number = Libc.open(Libc.address(bytes), flags(List.of(options)), NEW_FILE_MODE);
        try {
            return new Descriptor(Libc.check(number));
        } catch (ErrnoException failure) {
            throw new IOException(path + ": " + failure.getMessage(), failure);
        }
    }

    static Descriptor owning(int number) {
        return new Descriptor(number);
    }

    /**
     * Its number.
     *
     * @throws IllegalStateException if it has been closed
     */
    public int number() {
        int open = number.get();
        if (open == CLOSED) {
            throw new IllegalStateException("the descriptor has been closed");
        }
        return open;
    }

    /**
     * What a reactor is asked for to listen on this socket, or to go on with this connection. It works on a copy; this one is
     * kept open until it has answered, and closed then.
     */
    public DescriptorAddress address() {
        return new DescriptorAddress(number());
    }

    /** Where the JDK opens the same file once more (proc(5)). */
    public Path path() {
        return Path.of("/proc/self/fd/" + number());
    }

    /** Whether it has not been closed. */
    public boolean isOpen() {
        return number.get() != CLOSED;
    }

    /** Another descriptor of the same. */
    public Descriptor copy() {
        try {
            return copyOf(number());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Closes it; a second time does nothing. */
    @Override
    public void close() {
        int open = number.getAndSet(CLOSED);
        if (open != CLOSED) {
            Libc.close(open);
        }
    }

    @Override
    public String toString() {
        int open = number.get();
        return open == CLOSED ? "descriptor (closed)" : "descriptor " + open;
    }

    /**
     * Gives it up: from now on another's to close.
     *
     * @throws IOException if it has been closed
     */
    int release() throws IOException {
        int open = number.getAndSet(CLOSED);
        if (open == CLOSED) {
            throw new IOException("the descriptor has been closed");
        }
        return open;
    }

    private static int flags(List<OpenOption> options) {
        boolean appends = options.contains(StandardOpenOption.APPEND);
        boolean writes = appends || options.contains(StandardOpenOption.WRITE);
        boolean reads = !writes || options.contains(StandardOpenOption.READ);
        int flags = !writes ? 0 : reads ? READ_WRITE : WRITE_ONLY;
        flags |= appends ? APPEND : 0;
        flags |= writes && options.contains(StandardOpenOption.CREATE) ? CREATE : 0;
        flags |= writes && options.contains(StandardOpenOption.TRUNCATE_EXISTING) ? TRUNCATE : 0;
        return flags;
    }
}
