module stranger {
    requires dev.sennit.endpoint;

    provides dev.sennit.endpoint.EndpointModule with
            stranger.LoopbackServer;
}
