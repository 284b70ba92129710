module stranger {
    requires dev.sennit.endpoint;
    requires dev.sennit.endpoint.tcp;
    requires dev.sennit.protocol;
    requires dev.sennit.small;
}
