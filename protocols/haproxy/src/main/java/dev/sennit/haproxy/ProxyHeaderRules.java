package dev.sennit.haproxy;

import dev.sennit.transport.Address;
import dev.sennit.transport.IpNetwork;
import java.time.Duration;
import java.util.List;

/**
 * Of whom a server expects a PROXY header, and within what limits.
 *
 * @param trusted the networks of the proxies, which must send one. Who can send one can claim to be anybody
 * @param others what is done with connections from elsewhere
 * @param limit the longest wait for the header
 * @param limitBytes the longest header of version 2, 16 or more; one of version 1 has at most 107 bytes
 */
public record ProxyHeaderRules(List<IpNetwork> trusted, Others others, Duration limit, int limitBytes) {
    /** From this machine only, others refused, within 10 s and 4 KiB. */
    public static final ProxyHeaderRules DEFAULT = new ProxyHeaderRules(
            IpNetwork.LOOPBACK, Others.REFUSE, Duration.ofSeconds(10), ProxyHeaderDecoder.DEFAULT_LIMIT_BYTES);

    /** Checks the ranges. */
    public ProxyHeaderRules {
        trusted = List.copyOf(trusted);
        if (limit.isNegative()) {
            throw new IllegalArgumentException("limit must be zero or more, not " + limit);
        }
        if (limitBytes < ProxyHeaderBinary.HEAD_BYTES) {
            throw new IllegalArgumentException("limitBytes must be 16 or more, not " + limitBytes);
        }
    }

    /** Whether a header from this address is believed. What does not come over a network is always trusted. */
    boolean trusts(Address source) {
        return IpNetwork.anyContains(trusted, source);
    }

    /** The same with other proxies. */
    public ProxyHeaderRules withTrusted(List<IpNetwork> value) {
        return new ProxyHeaderRules(value, others, limit, limitBytes);
    }

    /** The same with another way to deal with those that are not trusted. */
    public ProxyHeaderRules withOthers(Others value) {
        return new ProxyHeaderRules(trusted, value, limit, limitBytes);
    }

    /** The same with another wait. */
    public ProxyHeaderRules withLimit(Duration value) {
        return new ProxyHeaderRules(trusted, others, value, limitBytes);
    }

    /** What is done with a connection from where no header is believed. */
    public enum Others {
        /** It is reset before anything is read. */
        REFUSE,
        /** It is taken without a header: one that it sends all the same is the protocol's data, and believed by no one. */
        PLAIN
    }
}
