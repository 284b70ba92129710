package dev.sennit.endpoint;

import java.util.List;

/**
 * What one module adds to the endpoint types: one class, named to the {@link java.util.ServiceLoader} under this interface,
 * public and with a public constructor without parameters. A module of a single type names the type itself, since every
 * {@link EndpointType} is a module of its own.
 */
public interface EndpointModule {
    /** Returns its types; always the same. */
    List<? extends EndpointType> types();
}
