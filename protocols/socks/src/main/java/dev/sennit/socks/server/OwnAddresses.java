package dev.sennit.socks.server;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;

/** The addresses of this machine's network interfaces, asked anew each time, since they may change. */
final class OwnAddresses {
    private static final Logger LOG = System.getLogger(OwnAddresses.class.getName());

    private OwnAddresses() {}

    /** Whether an interface has this address; also true if the system does not tell. */
    static boolean include(InetAddress address) {
        try {
            return NetworkInterface.getByInetAddress(address) != null;
        } catch (SocketException unknown) {
            LOG.log(Level.WARNING, "the addresses of this machine cannot be read, so none is open to clients", unknown);
            return true;
        }
    }
}
