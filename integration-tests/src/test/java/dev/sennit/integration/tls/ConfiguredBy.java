package dev.sennit.integration.tls;

/** How our side is configured. */
public enum ConfiguredBy {
    /** In Java, with TLS as a layer over TCP. */
    CODE,
    /** By an endpoint string and files. */
    ENDPOINT_STRING
}
