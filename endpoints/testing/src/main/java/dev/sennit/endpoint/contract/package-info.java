/**
 * The rules of {@link dev.sennit.endpoint.ServerEndpoint} and {@link dev.sennit.endpoint.ClientEndpoint} as tests: a type
 * of endpoint shows that it keeps them with one subclass of {@link dev.sennit.endpoint.contract.EndpointContract}.
 */
@NullMarked
package dev.sennit.endpoint.contract;

import org.jspecify.annotations.NullMarked;
