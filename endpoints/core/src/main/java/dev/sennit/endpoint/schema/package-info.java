/**
 * What the arguments of an endpoint type are, stated once.
 *
 * <p>A type is an {@link dev.sennit.endpoint.schema.EndpointSchema}: a name, a role and its
 * {@link dev.sennit.endpoint.schema.Argument}s, each of an {@link dev.sennit.endpoint.schema.ArgumentKind}. Reading, checking,
 * error text, normal form, usage line and reference text all come from that one declaration:
 * <pre>
 * static final Argument&lt;Integer&gt; PORT =
 *         Argument.required("port", ArgumentKind.port(), "Port to listen on; 0 picks a free one.").positional();
 * static final Argument&lt;Integer&gt; BACKLOG =
 *         Argument.optional("backlog", ArgumentKind.integer(1, 65_535), 50, "Connections that may wait to be accepted.");
 * static final EndpointSchema TCP =
 *         EndpointSchema.server("tcp", "Listens for TCP connections.").arguments(PORT, BACKLOG);
 *
 * EndpointTypes types = EndpointTypes.of(List.of(TCP));
 * int port = types.bind(EndpointRole.SERVER, "tcp:8080:backlog=10").get(PORT);
 * </pre>
 * The values are {@link dev.sennit.endpoint.schema.Arguments}: the endpoint as a value, in which others nest. Code makes the
 * same value with {@code Arguments.of(TCP).with(PORT, 8080).with(BACKLOG, 10)}.
 * What must hold among several arguments is an {@link dev.sennit.endpoint.schema.ArgumentRule} of the same declaration.
 * {@link dev.sennit.endpoint.schema.EndpointTypes} holds many of them and binds endpoints nested in one another.
 */
@NullMarked
package dev.sennit.endpoint.schema;

import org.jspecify.annotations.NullMarked;
