/**
 * TLS: the server and the client type {@code tls}, also called {@code ssl}.
 *
 * <p>{@link dev.sennit.endpoint.tls.TlsEndpoint} makes such endpoints in code; in strings they are found by the
 * {@link java.util.ServiceLoader}. A server reads its files when it listens and watches them from then on; without any it
 * shows an identity for development, made on first use. A client reads its files when it connects, and checks the server's
 * certificate against those of the platform and its name against the host.
 *
 * <p>{@code over=} puts another endpoint in the place of TCP, and a client's {@code via=} says how its host is reached, so
 * that TLS runs over anything, TLS included.
 */
@NullMarked
package dev.sennit.endpoint.tls;

import org.jspecify.annotations.NullMarked;
