/** The service {@code socks}. */
module dev.sennit.socks.plug {
    requires static transitive org.jspecify;
    requires dev.sennit.socks;
    requires transitive dev.sennit.services;

    exports dev.sennit.socks.plug;

    provides dev.sennit.services.ServiceModule with
            dev.sennit.socks.plug.SocksService;
}
