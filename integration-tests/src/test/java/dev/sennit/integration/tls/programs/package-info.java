/**
 * Our TLS with other people's programs: OpenSSL, GnuTLS, curl, Twisted, socat and testssl.sh call our servers, and our
 * clients call theirs.
 *
 * <p>{@code ServerProgram} and {@code ClientProgram} run the programs. The two contracts have two subclasses each: our side is
 * configured in Java, or by an endpoint string and files. {@code FailureMessagesIT} pins our wording.
 */
@NullMarked
package dev.sennit.integration.tls.programs;

import org.jspecify.annotations.NullMarked;
