/**
 * What a server program is made of: things that start and stop.
 *
 * <p>A {@link dev.sennit.services.Service} is one such thing. A {@link dev.sennit.services.ServiceGroup} is several, which
 * start in order and stop in the opposite order; groups nest, so a program is a tree with one {@code start} and one
 * {@code stop}. An {@link dev.sennit.services.EndpointService} is one protocol on any number of endpoints; to stop it is to
 * drain it.
 *
 * <pre>{@code
 * EndpointService echo = new EndpointService(
 *         "echo", Echo::new, List.of(Endpoints.server("tcp:8007")), Duration.ofSeconds(10));
 * Service program = new ServiceGroup("program", List.of(database, echo));
 * program.start().await();
 * }</pre>
 *
 * <p>Services that the {@code sennit} command offers by name are in {@link dev.sennit.services.type}.
 */
@NullMarked
package dev.sennit.services;

import org.jspecify.annotations.NullMarked;
