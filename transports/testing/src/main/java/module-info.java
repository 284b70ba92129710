/** For the tests of those who write protocols, layers and transports: a recording transport, and the contracts as suites. */
module dev.sennit.testing {
    requires static transitive org.jspecify;
    requires transitive dev.sennit.memory;
    requires transitive dev.sennit.protocol;
    requires transitive dev.sennit.transport;
    requires transitive org.junit.jupiter.api;
    requires transitive org.junit.jupiter.params;
    requires transitive java.logging;
    requires java.management;

    exports dev.sennit.protocol.contract;
    exports dev.sennit.testing;
    exports dev.sennit.transport.contract;

    // JUnit calls the tests of a suite by reflection.
    opens dev.sennit.protocol.contract;
    opens dev.sennit.transport.contract;
}
