module stranger {
    requires dev.sennit.endpoint;
    requires dev.sennit.transport.unix.jnr;
}
