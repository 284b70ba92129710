/**
 * What can go wrong, sorted by who is to blame. Messages show the value seen and the value wanted, never a secret, and
 * never more than a short prefix of what a peer sent.
 *
 * <pre>
 *   NetworkException
 *     ConnectFailed        we could not reach it
 *     ListenFailed         we could not open the door
 *     ConnectionBroken     it was open, and broke
 *     DatagramFailed       one datagram did not pass; its socket lives on
 *     TlsFailed            TLS could not be begun, or broke; says which side refused
 *     ProtocolException    the bytes were not acceptable
 *       PeerViolation        the peer broke the rules; says which
 *       PeerUnsupported      legal, but we do not speak it
 *       LimitExceeded        legal, but over our limit; says which
 * </pre>
 *
 * <p>All are unchecked, since they travel in {@code Deferred}s and close reasons. Misuse by the caller is an
 * {@link java.lang.IllegalArgumentException} or {@link java.lang.IllegalStateException} instead.
 */
@NullMarked
package dev.sennit.transport.error;

import org.jspecify.annotations.NullMarked;
