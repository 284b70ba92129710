package dev.sennit.socks.server;

import dev.sennit.transport.IpNetwork;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Who may use a SOCKS server, for what, and how much of it.
 *
 * @param clients from where connections are taken
 * @param users who may log in; then nobody is served without, SOCKS 4 not at all, since it has no passwords. Empty to serve
 *     without logins
 * @param rules where clients may go
 * @param limits how many, and how long
 * @param lookups how many names are looked up
 * @param logins how logins are slowed down after wrong ones
 */
public record SocksSettings(
        List<IpNetwork> clients,
        Optional<Users> users,
        AccessRules rules,
        Limits limits,
        LookupLimits lookups,
        LoginLimits logins) {
    /** Clients of this machine, without logins, to public addresses, within the default limits. */
    public static final SocksSettings DEFAULT = new SocksSettings(
            IpNetwork.LOOPBACK,
            Optional.empty(),
            AccessRules.PUBLIC,
            Limits.DEFAULT,
            LookupLimits.DEFAULT,
            LoginLimits.DEFAULT);

    /** Keeps its own copy of the list. */
    public SocksSettings {
        clients = List.copyOf(clients);
    }

    /** The same for clients from elsewhere. */
    public SocksSettings withClients(List<IpNetwork> value) {
        return new SocksSettings(value, users, rules, limits, lookups, logins);
    }

    /** The same with logins. */
    public SocksSettings withUsers(Users value) {
        return new SocksSettings(clients, Optional.of(value), rules, limits, lookups, logins);
    }

    /** The same with other rules. */
    public SocksSettings withRules(AccessRules value) {
        return new SocksSettings(clients, users, value, limits, lookups, logins);
    }

    /** The same with other limits. */
    public SocksSettings withLimits(Limits value) {
        return new SocksSettings(clients, users, rules, value, lookups, logins);
    }

    /** The same with other limits on look-ups. */
    public SocksSettings withLookups(LookupLimits value) {
        return new SocksSettings(clients, users, rules, limits, value, logins);
    }

    /** The same with other limits on logins. */
    public SocksSettings withLogins(LoginLimits value) {
        return new SocksSettings(clients, users, rules, limits, lookups, value);
    }

    /**
     * How many, and how long.
     *
     * @param connections of clients at a time, 1 or more; connections over it are closed. A client of BIND counts until
     *     its listening socket is closed
     * @param handshake the longest a client may take to say what it wants
     * @param connect the longest wait for the destination, looking its name up included
     * @param bind the longest wait for the connection that a client expects (BIND)
     * @param idle how long nothing may pass in either direction before both connections are aborted
     */
    public record Limits(int connections, Duration handshake, Duration connect, Duration bind, Duration idle) {
        /** 1000 clients; 10 s to ask, 30 s to connect, 2 min for a door, 1 h without a byte. */
        public static final Limits DEFAULT = new Limits(
                1000, Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofMinutes(2), Duration.ofHours(1));

        /** Checks the ranges. */
        public Limits {
            if (connections < 1) {
                throw new IllegalArgumentException("connections must be 1 or more, not " + connections);
            }
            for (Duration each : List.of(handshake, connect, bind, idle)) {
                if (each.isNegative() || each.isZero()) {
                    throw new IllegalArgumentException("a limit must be longer than nothing, not " + each);
                }
            }
        }
    }
}
