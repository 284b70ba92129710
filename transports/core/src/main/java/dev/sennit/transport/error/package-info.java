/**
 * What can go wrong, sorted by who is to blame. Messages show the value seen and the value wanted, never a secret, and
 * never more than a short prefix of what a peer sent.
 *
 * <pre>
 *   NetworkException
 *     ConnectFailedException        we could not reach it
 *     ListenFailedException         we could not open the door
 *     ConnectionBrokenException     it was open, and broke
 *     DatagramFailedException       one datagram did not pass; its socket lives on
 *     TlsFailedException            TLS could not be begun, or broke; says which side refused
 *     ProtocolException    the bytes were not acceptable
 *       PeerViolationException        the peer broke the rules; says which
 *       PeerUnsupportedException      legal, but we do not speak it
 *       LimitExceededException        legal, but over our limit; says which
 * </pre>
 *
 * <p>All are unchecked, since they travel in {@code Deferred}s and close reasons. Misuse by the caller is an
 * {@link java.lang.IllegalArgumentException} or {@link java.lang.IllegalStateException} instead.
 */
@NullMarked
package dev.sennit.transport.error;

import org.jspecify.annotations.NullMarked;
