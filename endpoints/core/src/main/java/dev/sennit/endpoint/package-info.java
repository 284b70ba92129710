/**
 * Where a protocol listens or connects, as one string.
 *
 * <p>{@link dev.sennit.endpoint.Endpoints} turns a string into a {@link dev.sennit.endpoint.ServerEndpoint} or a
 * {@link dev.sennit.endpoint.ClientEndpoint} on the shared reactor;
 * {@link dev.sennit.endpoint.EndpointContext} does the same with a reactor and a resolver of your own. Reading a string
 * does no I/O: files are read, names resolved and sockets opened by {@code listen} and {@code connect}.
 *
 * <p>To add a type, write one class that implements {@link dev.sennit.endpoint.ServerEndpointType} or
 * {@link dev.sennit.endpoint.ClientEndpointType} and name it to the {@link java.util.ServiceLoader} as an
 * {@link dev.sennit.endpoint.EndpointType}. What it declares in its
 * {@linkplain dev.sennit.endpoint.schema.EndpointSchema schema} gives it parsing, checks, error messages, formatting and
 * help. The grammar itself is in {@link dev.sennit.endpoint.description}.
 */
@NullMarked
package dev.sennit.endpoint;

import org.jspecify.annotations.NullMarked;
