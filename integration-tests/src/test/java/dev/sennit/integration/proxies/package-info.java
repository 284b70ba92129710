/**
 * SOCKS, HTTP CONNECT and the PROXY header with other people's programs: our clients pass their proxies, their clients pass
 * ours, and each side reads the other's header.
 */
@NullMarked
package dev.sennit.integration.proxies;

import org.jspecify.annotations.NullMarked;
