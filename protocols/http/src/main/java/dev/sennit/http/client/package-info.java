/**
 * The client's side of HTTP: {@link dev.sennit.http.client.HttpConnectLayer} asks a proxy for a way to a target.
 */
@NullMarked
package dev.sennit.http.client;

import org.jspecify.annotations.NullMarked;
