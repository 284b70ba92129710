/** Connections on blocking streams: a process's standard input and output, this one's or a child's. */
@NullMarked
package dev.sennit.transport.streams;

import org.jspecify.annotations.NullMarked;
