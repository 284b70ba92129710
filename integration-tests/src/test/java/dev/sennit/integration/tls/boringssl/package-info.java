/** Our TLS with BoringSSL, which is a library here: it needs no program and no container, and speaks groups that Debian's programs do not. */
@NullMarked
package dev.sennit.integration.tls.boringssl;

import org.jspecify.annotations.NullMarked;
