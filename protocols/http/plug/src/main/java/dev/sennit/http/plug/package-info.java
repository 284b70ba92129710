/**
 * HTTP proxies as hops:
 *
 * <pre>
 *   tcp:example.org:80:via=[http-connect:localhost:3128]
 *   tcp:example.org:80:via=[http-connect:proxy:443:tls=true]
 * </pre>
 *
 * <p>{@link dev.sennit.http.plug.HttpConnectEndpoint} makes the same in code. Names go to the proxy as they are.
 */
@NullMarked
package dev.sennit.http.plug;

import org.jspecify.annotations.NullMarked;
