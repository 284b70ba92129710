/**
 * Where a protocol listens or connects, as one string or as a value.
 *
 * <p>{@link dev.sennit.endpoint.Endpoints} turns a string into a {@link dev.sennit.endpoint.ServerEndpoint} or a
 * {@link dev.sennit.endpoint.ClientEndpoint} on the shared reactor;
 * {@link dev.sennit.endpoint.EndpointContext} does the same with a reactor and a resolver of your own. Both take, in place
 * of the string, a {@link dev.sennit.endpoint.ServerSpec} or {@link dev.sennit.endpoint.ClientSpec}: the same endpoint, put
 * together in code. Making an endpoint does no I/O: files are read, names resolved and sockets opened by {@code listen} and
 * {@code connect}.
 *
 * <p>An endpoint is a value that may contain others: a type and the values of its arguments, its
 * {@link dev.sennit.endpoint.schema.Arguments}. A client endpoint has one {@link dev.sennit.endpoint.Connector}, which holds
 * the endpoints that it contains and lives as long as it. A {@link dev.sennit.endpoint.ConnectRequest} passes from the
 * outermost to the innermost, with the one {@link dev.sennit.endpoint.Deadline} for all of them; {@code Connecting} keeps
 * that deadline, cancels, and names what fails.
 *
 * <p>To add a type, write one class that implements {@link dev.sennit.endpoint.ServerEndpointType} or
 * {@link dev.sennit.endpoint.ClientEndpointType} and name it to the {@link java.util.ServiceLoader} as an
 * {@link dev.sennit.endpoint.EndpointModule}. What it declares in its
 * {@linkplain dev.sennit.endpoint.schema.EndpointSchema schema} gives it parsing, checks, error messages, formatting and
 * help. The grammar itself is in {@link dev.sennit.endpoint.description}.
 */
@NullMarked
package dev.sennit.endpoint;

import org.jspecify.annotations.NullMarked;
