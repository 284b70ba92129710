package dev.sennit.tls.engine;

/** Makes the engines of one configuration, and keeps what its connections share: sessions and parsed keys. */
@FunctionalInterface
public interface TlsEngines {
    /** Makes the engine of one connection. Called on any thread. */
    TlsEngine engine(TlsEngine.Outlet outlet);
}
