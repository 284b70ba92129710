/** The tree that starts and stops services, and services that are run by name. */
module dev.sennit.services {
    requires static transitive org.jspecify;
    requires transitive dev.sennit.endpoint;

    exports dev.sennit.services;

    uses dev.sennit.services.ServiceModule;
}
