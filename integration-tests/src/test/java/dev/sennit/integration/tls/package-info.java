/**
 * Our TLS with other people's: their programs call our servers, and ours call theirs, on both engines. BoringSSL is a
 * library, so that it needs no program and no container; it speaks groups that Debian's programs do not.
 *
 * <p>What each side shall see of each meeting is a row of a table: {@code Row}. {@code OurTls} is where TLS is put over
 * TCP, {@code Witness} what our side sees. The meetings with programs are contracts, that of our side's being made in code
 * and that of its being made by an endpoint string: {@code Manner}.
 */
@NullMarked
package dev.sennit.integration.tls;

import org.jspecify.annotations.NullMarked;
