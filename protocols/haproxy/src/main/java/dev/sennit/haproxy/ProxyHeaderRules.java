package dev.sennit.haproxy;

import dev.sennit.protocol.proxy.TrustedSources;
import java.time.Duration;

/**
 * Of whom a server expects a PROXY header, and within what limits.
 *
 * @param trusted who must send one
 * @param others what is done with connections from elsewhere
 * @param limit the longest wait for the header
 * @param limitBytes the longest header of version 2, 16 or more; one of version 1 has at most 107 bytes
 */
public record ProxyHeaderRules(TrustedSources trusted, Others others, Duration limit, int limitBytes) {
    /** From this machine only, others refused, within 10 s and 4 KiB. */
    public static final ProxyHeaderRules DEFAULT = new ProxyHeaderRules(
            TrustedSources.LOOPBACK, Others.REFUSE, Duration.ofSeconds(10), ProxyHeaderDecoder.DEFAULT_LIMIT_BYTES);

    /** Checks the ranges. */
    public ProxyHeaderRules {
        if (limit.isNegative()) {
            throw new IllegalArgumentException("limit must be zero or more, not " + limit);
        }
        if (limitBytes < ProxyHeaderBinary.HEAD_BYTES) {
            throw new IllegalArgumentException("limitBytes must be 16 or more, not " + limitBytes);
        }
    }

    /** The same with other proxies. */
    public ProxyHeaderRules withTrusted(TrustedSources value) {
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
