/** A transport of one's own, from public types alone: what CONTRIBUTING's recipe builds step by step. */
@NullMarked
package dev.sennit.transport.example;

import org.jspecify.annotations.NullMarked;
