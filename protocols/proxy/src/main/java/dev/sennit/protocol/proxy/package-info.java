/** How proxies are asked for a way on: SOCKS, HTTP CONNECT, the PROXY header. */
@NullMarked
package dev.sennit.protocol.proxy;

import org.jspecify.annotations.NullMarked;
