package dev.sennit.endpoint.tcp;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

/** The order in which a name's addresses are tried (RFC 8305, section 4). */
final class AddressOrder {
    private AddressOrder() {}

    /**
     * Alternates between the IP versions, beginning with that of the first address; within one version the resolver's
     * order stays, since it sorts by RFC 6724.
     */
    static List<InetAddress> interleaved(List<InetAddress> resolved) {
        if (resolved.isEmpty()) {
            return resolved;
        }
        boolean firstIs6 = resolved.get(0) instanceof Inet6Address;
        List<InetAddress> first = new ArrayList<>();
        List<InetAddress> second = new ArrayList<>();
        for (InetAddress address : resolved) {
            List<InetAddress> same = address instanceof Inet6Address == firstIs6 ? first : second;
            // Compared as text: to equals, addresses of two scopes are one.
            String text = address.getHostAddress();
            if (same.stream().noneMatch(known -> known.getHostAddress().equals(text))) {
                same.add(address);
            }
        }
        List<InetAddress> order = new ArrayList<>();
        for (int i = 0; i < Math.max(first.size(), second.size()); i++) {
            if (i < first.size()) {
                order.add(first.get(i));
            }
            if (i < second.size()) {
                order.add(second.get(i));
            }
        }
        return order;
    }
}
