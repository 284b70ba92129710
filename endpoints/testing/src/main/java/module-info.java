/** For the tests of those who write endpoint types: their contract as a suite, and tables of endpoint strings. */
module dev.sennit.endpoint.testing {
    requires static transitive org.jspecify;
    requires transitive dev.sennit.endpoint;
    requires transitive dev.sennit.testing;
    requires transitive org.junit.jupiter.api;

    exports dev.sennit.endpoint.contract;

    // JUnit calls the tests of a suite by reflection.
    opens dev.sennit.endpoint.contract;
}
