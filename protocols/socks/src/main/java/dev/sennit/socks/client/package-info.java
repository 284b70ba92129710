/**
 * The client's side of SOCKS: {@link dev.sennit.socks.client.SocksClientLayer} asks a server for a way to a target.
 */
@NullMarked
package dev.sennit.socks.client;

import org.jspecify.annotations.NullMarked;
