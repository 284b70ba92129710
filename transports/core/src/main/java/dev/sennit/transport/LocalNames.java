package dev.sennit.transport;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;

/**
 * The host names that mean this machine on every machine: {@code localhost} and all names under it (RFC 6761, section
 * 6.3). A resolver answers them itself and never asks DNS, where an outside address might be found for them.
 */
public final class LocalNames {
    private static final String LOCALHOST = "localhost";
    private static final byte[] IPV4 = {127, 0, 0, 1};
    private static final byte[] IPV6 = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};

    private LocalNames() {}

    /**
     * Whether a name is {@code localhost} or ends with {@code .localhost}, in any case, with or without a dot at its end.
     */
    public static boolean isLocal(String host) {
        String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.equals(LOCALHOST) || lower.endsWith("." + LOCALHOST);
    }

    /**
     * The loopback addresses under this name: {@code 127.0.0.1}, then {@code ::1}. Never asks a resolver.
     *
     * @param host the name that the addresses show
     */
    public static List<InetAddress> addressesOf(String host) {
        try {
            return List.of(InetAddress.getByAddress(host, IPV4), InetAddress.getByAddress(host, IPV6));
        } catch (UnknownHostException wrongLength) {
            throw new IllegalStateException("the addresses have 4 and 16 bytes", wrongLength);
        }
    }
}
