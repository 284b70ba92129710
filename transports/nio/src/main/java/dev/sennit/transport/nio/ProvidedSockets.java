package dev.sennit.transport.nio;

import dev.sennit.transport.Address;
import dev.sennit.transport.nio.socket.Sockets;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;

/** The sockets that modules provide, in the order in which the reactor asks them: fallbacks come last. */
record ProvidedSockets(List<Sockets> inOrder) {
    /** None at all. */
    static final ProvidedSockets NONE = new ProvidedSockets(List.of());

    /** Sorts the fallbacks behind the others. */
    ProvidedSockets {
        inOrder = inOrder.stream()
                .sorted(Comparator.comparing(Sockets::isFallback))
                .toList();
    }

    /** Returns all that the service loader finds; it looks when this is called first. */
    static ProvidedSockets all() {
        return Found.SOCKETS;
    }

    /**
     * Returns the sockets that open an address: the first usable ones of a module, else the JDK's if they can. If none can,
     * the sockets whose errors say why: those of a module that this machine lacks something for, else the JDK's.
     */
    Sockets choose(Sockets jdk, Address address, boolean datagrams) {
        Sockets unusable = null;
        for (Sockets each : inOrder) {
            if (each.opens(address)) {
                // A fallback that is not needed is not asked: it would load its native library.
                if (each.isUsable()) {
                    return each;
                }
                unusable = unusable == null ? each : unusable;
            }
        }
        return unusable == null || (!datagrams && jdk.opens(address)) ? jdk : unusable;
    }

    private static final class Found {
        static final ProvidedSockets SOCKETS =
                new ProvidedSockets(ServiceLoader.load(Sockets.class, NioReactor.class.getClassLoader()).stream()
                        .map(ServiceLoader.Provider::get)
                        .toList());
    }
}
