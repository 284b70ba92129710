module stranger {
    requires dev.sennit.endpoint;

    provides dev.sennit.endpoint.EndpointType with
            stranger.LoopbackServer;
}
