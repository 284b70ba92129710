/**
 * TLS by an {@code SSLEngine}: the platform's, or another provider's.
 *
 * <p>What differs from BouncyCastle's engine, since an {@code SSLEngine} does not let itself be asked or told:
 *
 * <ul>
 *   <li>TLS 1.3 sessions are resumed here.
 *   <li>There is no key log, and the session's {@code group} is not told; its {@code channelBinding} from JDK 25 on.
 *   <li>The groups of the settings count from JDK 20 on; before that, the provider's own choice does, which has no ML-KEM.
 *   <li>Clients are asked for a certificate without a list of acceptable authorities.
 *   <li>A peer of TLS 1.2 without the extended master secret (RFC 7627) or without secure renegotiation (RFC 5746) is spoken
 *       to; BouncyCastle's engine refuses both.
 *   <li>A message in plaintext that cannot be decoded is answered with decode_error. For an encrypted one of TLS 1.3 the
 *       provider chooses the alert: the JDK 17 says handshake_failure, 25 internal_error. The failure is the peer's in
 *       either case.
 *   <li>The provider chooses the alert for a certificate that is refused: SunJSSE says certificate_unknown whatever the
 *       reason, but for its client in TLS 1.2, which says what fits but for an unknown issuer. {@code TlsFailedException.alert()} is
 *       the one that fits the reason.
 *   <li>A server skips early data (RFC 8446, section 4.2.10) only if it has sent a HelloRetryRequest. Without one, a client
 *       that sends early data with another server's ticket gets the alert bad_record_mac: an {@code SSLEngine} ends at the
 *       first record that it cannot decrypt.
 *   <li>In TLS 1.3 the JDK 17 takes a handshake that is signed with RSA PKCS #1, and every JDK one that is signed with the
 *       scheme of another curve than the key's, against RFC 8446, section 4.2.3. SHA-1 is taken in no version.
 *   <li>A server refuses clients that ask for a name with an underscore, an empty label or a final dot, with the alert
 *       illegal_parameter: SunJSSE's parser does. A client sends such names as they are.
 *   <li>A renegotiation, and what is over a limit, end the connection with a reset and no alert. Key updates count among all
 *       records that bring no data.
 *   <li>Handshake messages have the JDK's limits, which are system properties; those of {@code TlsLimits} for single messages
 *       are larger by default. Rules of the RFCs that the JDK leaves out are enforced on messages in plaintext alone: the hellos,
 *       and those of TLS 1.2. The file {@code README.md} of this module lists them.
 * </ul>
 */
@NullMarked
package dev.sennit.tls.jdk;

import org.jspecify.annotations.NullMarked;
