/**
 * The contract of every decoder, as a test class to extend: {@link dev.sennit.protocol.contract.DecoderContract}.
 */
@NullMarked
package dev.sennit.protocol.contract;

import org.jspecify.annotations.NullMarked;
