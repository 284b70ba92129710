/**
 * What the tests of TLS share. The tests are in the packages below: {@code programs} has OpenSSL and the other programs, {@code
 * boringssl} has BoringSSL.
 *
 * <p>The tests are tables. A row is a record: the program, the version, the engine, the key or certificate, and the {@code
 * Outcome} for our side, which is a kind of failure and an alert, but no wording. {@code OurTls} makes our servers and clients,
 * on either engine.
 */
@NullMarked
package dev.sennit.integration.tls;

import org.jspecify.annotations.NullMarked;
