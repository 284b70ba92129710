package dev.sennit.socks.server;

/** What all sessions of a server share. */
record SocksResources(SocksSettings settings, Outward outward, NameLookups lookups, LoginThrottle logins) {
    static SocksResources of(SocksSettings settings, Outward outward) {
        return new SocksResources(
                settings, outward, new NameLookups(outward, settings.lookups()), new LoginThrottle(settings.logins()));
    }
}
