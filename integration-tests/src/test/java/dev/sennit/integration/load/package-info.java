/**
 * Servers under load: many connections, much data, little memory, few descriptors. What connections could leak is counted
 * before and after, see {@code Footprint}.
 */
@NullMarked
package dev.sennit.integration.load;

import org.jspecify.annotations.NullMarked;
