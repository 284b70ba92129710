package dev.sennit.transport.unix;

import com.kenai.jffi.CallContext;
import com.kenai.jffi.CallingConvention;
import com.kenai.jffi.Invoker;
import com.kenai.jffi.LastError;
import com.kenai.jffi.Library;
import com.kenai.jffi.MemoryIO;
import com.kenai.jffi.Type;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Locale;

/**
 * The calls to the system. Each answers what the system does, or the negative error number. Pointers are numbers; a
 * buffer must be direct, and stay reachable during the call. {@link Platform#require} says first whether there is anything to
 * call.
 */
final class Libc {
    static final int UNIX = 1;
    static final int IPV4 = 2;
    static final int IPV6 = 10;
    static final int STREAM = 1;
    static final int DATAGRAM = 2;
    static final int SOL_SOCKET = 1;
    static final int SO_REUSEADDR = 2;
    static final int SO_TYPE = 3;
    static final int SO_ERROR = 4;
    static final int SO_SNDBUF = 7;
    static final int SO_LINGER = 13;
    static final int SO_PEERCRED = 17;
    static final int SO_KEEPALIVE = 9;
    static final int SO_REUSEPORT = 15;
    static final int SO_ACCEPTCONN = 30;
    static final int IPPROTO_TCP = 6;
    static final int TCP_NODELAY = 1;
    static final int IPPROTO_IPV6 = 41;
    static final int IPV6_V6ONLY = 26;
    static final int SHUT_WR = 1;
    static final int EPOLL_ADD = 1;
    static final int EPOLL_DELETE = 2;
    static final int EPOLL_CHANGE = 3;

    private static final int CLOEXEC = 02000000;
    private static final int NONBLOCK = 04000;
    private static final int O_PATH = 010000000;
    private static final int MSG_TRUNC = 0x20;
    private static final int MSG_NOSIGNAL = 0x4000;
    private static final int MSG_CMSG_CLOEXEC = 0x40000000;
    private static final int F_GETFL = 3;
    private static final int F_SETFL = 4;
    private static final int F_DUPFD_CLOEXEC = 1030;

    private static final Invoker INVOKER = Invoker.getInstance();

    private static final Call SOCKET = Call.of("socket", 3);
    private static final Call BIND = Call.of("bind", 3);
    private static final Call LISTEN = Call.of("listen", 2);
    private static final Call ACCEPT = Call.of("accept4", 4);
    private static final Call CONNECT = Call.of("connect", 3);
    private static final Call SHUTDOWN = Call.of("shutdown", 2);
    private static final Call SOCKET_NAME = Call.of("getsockname", 3);
    private static final Call PEER_NAME = Call.of("getpeername", 3);
    private static final Call GET_OPTION = Call.of("getsockopt", 5);
    private static final Call SET_OPTION = Call.of("setsockopt", 5);
    private static final Call FCNTL = Call.of("fcntl", 3);
    private static final Call OPEN = Call.of("open", 3);
    private static final Call CHANGE_MODE = Call.of("fchmod", 2);
    private static final Call CLOSE = Call.of("close", 1);
    private static final Call READ = Call.of("read", 3);
    private static final Call WRITE = Call.of("write", 3);
    private static final Call SEND = Call.of("send", 4);
    private static final Call SEND_MESSAGE = Call.of("sendmsg", 3);
    private static final Call RECEIVE_MESSAGE = Call.of("recvmsg", 3);
    private static final Call EVENT = Call.of("eventfd", 2);
    private static final Call EPOLL_CREATE = Call.of("epoll_create1", 1);
    private static final Call EPOLL_CONTROL = Call.of("epoll_ctl", 4);
    private static final Call EPOLL_WAIT = Call.of("epoll_wait", 4);

    private Libc() {}

    /** Whether the system's functions have been found; the class cannot be initialized where jffi cannot be loaded. */
    static boolean isThere() {
        return SOCKET.function != 0;
    }

    /** The address of a direct buffer's first byte, whatever its position. */
    static long address(ByteBuffer direct) {
        return MemoryIO.getInstance().getDirectBufferAddress(direct);
    }

    static int check(long answer) throws ErrnoException {
        if (answer < 0) {
            throw new ErrnoException((int) -answer);
        }
        return (int) answer;
    }

    static int socket(int family, int type) {
        return (int) SOCKET.on(family, type | NONBLOCK | CLOEXEC, 0);
    }

    static int bind(int socket, long name, int length) {
        return (int) BIND.on(socket, name, length);
    }

    static int listen(int socket, int backlog) {
        return (int) LISTEN.on(socket, backlog);
    }

    /** Takes the places for the peer's name and for its length. */
    static int accept(int socket, long name, long length) {
        return (int) ACCEPT.on(socket, name, length, NONBLOCK | CLOEXEC);
    }

    static int connect(int socket, long name, int length) {
        return (int) CONNECT.on(socket, name, length);
    }

    static int shutdown(int socket, int how) {
        return (int) SHUTDOWN.on(socket, how);
    }

    static int name(int socket, boolean ofPeer, long name, long length) {
        return (int) (ofPeer ? PEER_NAME : SOCKET_NAME).on(socket, name, length);
    }

    static int option(int socket, int level, int option, long value, long length) {
        return (int) GET_OPTION.on(socket, level, option, value, length);
    }

    static int setOption(int socket, int level, int option, long value, int length) {
        return (int) SET_OPTION.on(socket, level, option, value, length);
    }

    /** A copy that no child process inherits. */
    static int duplicate(int descriptor) {
        return (int) FCNTL.on(descriptor, F_DUPFD_CLOEXEC, 3);
    }

    static int makeNonBlocking(int descriptor) {
        long flags = FCNTL.on(descriptor, F_GETFL, 0);
        return (int) (flags < 0 ? flags : FCNTL.on(descriptor, F_SETFL, flags | NONBLOCK));
    }

    static int open(long path, int flags, int mode) {
        return (int) OPEN.on(path, flags | CLOEXEC, mode);
    }

    /** A descriptor that only stands for the file: it can be of any kind, and needs no rights of its own. */
    static int openAsPlace(long path) {
        return (int) OPEN.on(path, O_PATH | CLOEXEC, 0);
    }

    static int changeMode(int descriptor, int mode) {
        return (int) CHANGE_MODE.on(descriptor, mode);
    }

    static int close(int descriptor) {
        return (int) CLOSE.on(descriptor);
    }

    static long read(int descriptor, long to, long count) {
        return READ.on(descriptor, to, count);
    }

    static long write(int descriptor, long from, long count) {
        return WRITE.on(descriptor, from, count);
    }

    static long send(int socket, long from, long count) {
        return SEND.on(socket, from, count, MSG_NOSIGNAL);
    }

    static long sendMessage(int socket, long message) {
        return SEND_MESSAGE.on(socket, message, MSG_NOSIGNAL);
    }

    static long receiveMessage(int socket, long message) {
        return RECEIVE_MESSAGE.on(socket, message, MSG_CMSG_CLOEXEC);
    }

    /** Answers how long the datagram was, also where it was cut. */
    static long receiveDatagram(int socket, long message) {
        return RECEIVE_MESSAGE.on(socket, message, MSG_CMSG_CLOEXEC | MSG_TRUNC);
    }

    static int event() {
        return (int) EVENT.on(0, NONBLOCK | CLOEXEC);
    }

    static int epoll() {
        return (int) EPOLL_CREATE.on(CLOEXEC);
    }

    static int epollControl(int epoll, int operation, int descriptor, long event) {
        return (int) EPOLL_CONTROL.on(epoll, operation, descriptor, event);
    }

    static int epollWait(int epoll, long events, int count, int millis) {
        return (int) EPOLL_WAIT.on(epoll, events, count, millis);
    }

    /** Whether the structures of this processor are packed, as on x86-64 only (epoll_ctl(2)). */
    static boolean packsEvents() {
        String processor = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
        return processor.equals("amd64") || processor.equals("x86_64");
    }

    /** A function of which all parameters and the answer are words: integers are widened with their sign. */
    private record Call(CallContext context, long function) {
        static Call of(String name, int parameters) {
            Type[] types = new Type[parameters];
            Arrays.fill(types, Type.SINT64);
            CallContext context = CallContext.getCallContext(Type.SINT64, types, CallingConvention.DEFAULT, true);
            return new Call(context, Library.getDefault().getSymbolAddress(name));
        }

        long on(long a) {
            return answered(INVOKER.invokeN1(context, function, a));
        }

        long on(long a, long b) {
            return answered(INVOKER.invokeN2(context, function, a, b));
        }

        long on(long a, long b, long c) {
            return answered(INVOKER.invokeN3(context, function, a, b, c));
        }

        long on(long a, long b, long c, long d) {
            return answered(INVOKER.invokeN4(context, function, a, b, c, d));
        }

        long on(long a, long b, long c, long d, long e) {
            return answered(INVOKER.invokeN5(context, function, a, b, c, d, e));
        }

        /** A function that answers an int may leave anything in the upper half of the word. */
        private static long answered(long answer) {
            return (int) answer == -1 ? -LastError.getInstance().get() : answer & 0xffff_ffffL;
        }
    }
}
