/**
 * Our TLS with other implementations, on both engines: their programs call our servers, and our clients call theirs.
 * BoringSSL is a library, so that it needs no program and no container; it speaks groups that Debian's programs do not.
 *
 * <p>The tests are tables. A row is a record: the program, the version, the engine, the key or certificate, and the {@code
 * Outcome} for our side, which is a kind of failure and an alert, but no wording. {@code FailureMessagesIT} pins the
 * wording. {@code OurTls} makes our servers and clients, {@code ServerProgram} and {@code ClientProgram} run the others'. The
 * contracts have two subclasses each: our side is configured in Java, or by an endpoint string and files.
 */
@NullMarked
package dev.sennit.integration.tls;

import org.jspecify.annotations.NullMarked;
