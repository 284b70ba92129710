/** What a reactor shows of itself and when it lets its program end: log, Java Flight Recorder, threads. */
@NullMarked
package dev.sennit.integration.reactor;

import org.jspecify.annotations.NullMarked;
