/** The small protocols as services that are run by name. */
module dev.sennit.small.plug {
    requires static transitive org.jspecify;
    requires dev.sennit.small;
    requires transitive dev.sennit.services;

    exports dev.sennit.small.plug;

    provides dev.sennit.services.ServiceModule with
            dev.sennit.small.plug.SmallModule;
}
