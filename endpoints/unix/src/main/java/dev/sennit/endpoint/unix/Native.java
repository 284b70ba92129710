package dev.sennit.endpoint.unix;

import dev.sennit.transport.ConnectOptions;
import dev.sennit.transport.ListenOptions;
import dev.sennit.transport.Listener;
import dev.sennit.transport.Protocol;
import dev.sennit.transport.ProtocolFactory;
import dev.sennit.transport.Reactor;
import dev.sennit.transport.UnixAddress;
import dev.sennit.transport.deferred.Deferred;
import dev.sennit.transport.error.ConnectFailedException;
import dev.sennit.transport.error.ListenFailedException;
import dev.sennit.transport.nio.NioReactor;
import dev.sennit.transport.nio.socket.JdkPathSockets;
import dev.sennit.transport.unix.Descriptor;
import dev.sennit.transport.unix.UnixReactor;
import java.io.IOException;

/**
 * What takes the module sennit-transport-unix, which may not be there: the only class that names its own, each in a method
 * of a class that is loaded when it is called.
 *
 * <p>Its connections live on loops of the shared {@link UnixReactor}, since the JDK's selectors take no other channels.
 */
final class Native {
    private static final String MODULE = "this needs the module sennit-transport-unix on the class path";
    private static final String LONG_PATH =
            "its path has " + JdkPathSockets.LINUX_MOST_BYTES + " bytes, one more than the JDK's sockets take; ";

    private Native() {}

    /** Whether this reactor lacks such addresses; others than the default are trusted to say so themselves. */
    static boolean isNeeded(UnixAddress address, Reactor reactor) {
        return reactor instanceof NioReactor
                && (address.isAbstract() || JdkPathSockets.INSTANCE.isOnlyForTheSystem(address.path()));
    }

    private static String missing(UnixAddress address) {
        return address.isAbstract() ? MODULE : LONG_PATH + MODULE;
    }

    static Deferred<Listener> listen(UnixAddress address, ListenOptions options, ProtocolFactory<?> factory) {
        try {
            return Shared.listen(address, options, factory);
        } catch (NoClassDefFoundError missing) {
            return Deferred.failed(new ListenFailedException(
                    address.toString(), ListenFailedException.Kind.UNSUPPORTED, missing(address), missing));
        }
    }

    static <P extends Protocol> Deferred<P> connect(
            UnixAddress address, ConnectOptions options, ProtocolFactory<P> factory) {
        try {
            return Shared.connect(address, options, factory);
        } catch (NoClassDefFoundError missing) {
            return Deferred.failed(new ConnectFailedException(
                    address.toString(), ConnectFailedException.Kind.UNSUPPORTED, missing(address), missing));
        }
    }

    /**
     * Listens on a copy of an inherited descriptor.
     *
     * @param name for errors, as the user wrote it
     */
    static Deferred<Listener> listen(String name, int descriptor, ProtocolFactory<?> factory) {
        try {
            return Shared.listen(name, descriptor, factory);
        } catch (NoClassDefFoundError missing) {
            return Deferred.failed(
                    new ListenFailedException(name, ListenFailedException.Kind.UNSUPPORTED, MODULE, missing));
        } catch (IOException failure) {
            return Deferred.failed(new ListenFailedException(
                    name, ListenFailedException.Kind.UNSUPPORTED, String.valueOf(failure.getMessage()), failure));
        }
    }

    private static final class Shared {
        static Deferred<Listener> listen(UnixAddress address, ListenOptions options, ProtocolFactory<?> factory) {
            return UnixReactor.shared().listen(address, options, factory);
        }

        static <P extends Protocol> Deferred<P> connect(
                UnixAddress address, ConnectOptions options, ProtocolFactory<P> factory) {
            return UnixReactor.shared().connect(address, options, factory);
        }

        static Deferred<Listener> listen(String name, int descriptor, ProtocolFactory<?> factory) throws IOException {
            return UnixReactor.shared().listen(Descriptor.copyOf(descriptor, name), ListenOptions.DEFAULT, factory);
        }
    }
}
