package dev.sennit.services;

import java.util.List;

/**
 * What one module adds to the services that are run by name: one class, named to the {@link java.util.ServiceLoader} under
 * this interface, public and with a public constructor without parameters. A module of a single service names the service
 * itself, since every {@link ServiceType} is a module of its own.
 */
public interface ServiceModule {
    /** Returns its services; always the same. */
    List<? extends ServiceType> types();
}
