package dev.sennit.transport.unix.jnr;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import jnr.constants.platform.Errno;
import jnr.constants.platform.ProtocolFamily;
import jnr.constants.platform.Sock;
import jnr.enxio.channels.Native;
import jnr.ffi.LastError;
import jnr.ffi.LibraryLoader;
import jnr.ffi.Platform;
import jnr.ffi.Runtime;
import jnr.ffi.annotations.In;
import jnr.ffi.annotations.Out;
import jnr.ffi.types.size_t;
import jnr.ffi.types.ssize_t;
import org.jspecify.annotations.Nullable;

/** The system calls that jnr-unixsocket and jnr-enxio lack, or make in a way that does not fit. */
final class Libc {
    static final Calls CALLS =
            LibraryLoader.create(Calls.class).load(Platform.getNativePlatform().getStandardCLibraryName());

    private static final Runtime RUNTIME = Runtime.getRuntime(CALLS);

    private Libc() {}

    /**
     * Functions of the C library. Buffers are direct; a call uses their bytes from the position on. A call of a function that the
     * system lacks throws {@link UnsatisfiedLinkError}. The interface is public because jnr-ffi generates a class that implements it.
     */
    public interface Calls {
        /** See socket(2). */
        int socket(int family, int type, int protocol);

        /** See bind(2). */
        int bind(int socket, @In ByteBuffer name, int length);

        /** See listen(2). */
        int listen(int socket, int backlog);

        /** See accept(2). */
        int accept(int socket, @Out @Nullable ByteBuffer name, @In @Out @Nullable ByteBuffer length);

        /** See connect(2). */
        int connect(int socket, @In ByteBuffer name, int length);

        /** See getsockname(2). */
        int getsockname(int socket, @Out ByteBuffer name, @In @Out ByteBuffer length);

        /** See getpeername(2). */
        int getpeername(int socket, @Out ByteBuffer name, @In @Out ByteBuffer length);

        /** See sendto(2). */
        @ssize_t
        long sendto(
                int socket,
                @In ByteBuffer data,
                @size_t long count,
                int flags,
                @In @Nullable ByteBuffer name,
                int length);

        /** See recvfrom(2). */
        @ssize_t
        long recvfrom(
                int socket,
                @Out ByteBuffer data,
                @size_t long count,
                int flags,
                @Out ByteBuffer name,
                @In @Out ByteBuffer length);

        /** See poll(2). */
        int poll(@In @Out ByteBuffer descriptors, int count, int millis);

        /** See getsockopt(2). */
        int getsockopt(int socket, int level, int option, @Out ByteBuffer value, @In @Out ByteBuffer length);

        /** See fchmod(2). */
        int fchmod(int descriptor, int mode);

        /** See lchmod(2). */
        int lchmod(@In ByteBuffer path, int mode);

        /** See getpeereid(3) of the BSDs. */
        int getpeereid(int socket, @Out ByteBuffer user, @Out ByteBuffer group);
    }

    /** Whether the error of the last call on this thread is this one. */
    static boolean failedBy(Errno... errors) {
        Errno last = lastError();
        for (Errno each : errors) {
            if (each == last) {
                return true;
            }
        }
        return false;
    }

    /** Whether the last call on this thread would have had to wait, or was interrupted. */
    static boolean mustWait() {
        return failedBy(Errno.EAGAIN, Errno.EWOULDBLOCK, Errno.EINTR);
    }

    /** Returns the error of the last call on this thread, which failed. */
    static ErrnoException failure() {
        return new ErrnoException(lastError());
    }

    /**
     * Returns why a library could not open a socket. This method asks the system again: the exception of jnr-unixsocket 0.39.9 has
     * only the text of strerror(3), in the user's language, and that call has overwritten the error number.
     */
    static IOException openFailure(IOException ofLibrary) throws IOException {
        int socket = CALLS.socket(ProtocolFamily.PF_UNIX.intValue(), Sock.SOCK_STREAM.intValue(), 0);
        if (socket < 0) {
            return new ErrnoException(lastError(), ofLibrary);
        }
        Native.close(socket);
        return ofLibrary;
    }

    /** Returns the number unless it is negative. */
    static int check(long answer) throws ErrnoException {
        if (answer < 0) {
            throw failure();
        }
        return (int) answer;
    }

    /** Returns memory that the system's functions can use. */
    static ByteBuffer memory(int bytes) {
        return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
    }

    private static Errno lastError() {
        return Errno.valueOf(LastError.getLastError(RUNTIME));
    }
}
