module stranger {
    requires dev.sennit.endpoint;
}
