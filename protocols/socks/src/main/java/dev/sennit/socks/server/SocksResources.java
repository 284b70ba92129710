package dev.sennit.socks.server;

/** What all sessions of a server share. */
record SocksResources(SocksSettings settings, SocksDialer dialer, NameLookups lookups, LoginThrottle logins) {
    static SocksResources of(SocksSettings settings, SocksDialer dialer) {
        return new SocksResources(
                settings, dialer, new NameLookups(dialer, settings.lookups()), new LoginThrottle(settings.logins()));
    }
}
