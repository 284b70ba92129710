/** The endpoint types that lead through proxies. */
@NullMarked
package dev.sennit.endpoint.proxy;

import org.jspecify.annotations.NullMarked;
