/**
 * Time as an argument.
 *
 * <p>Every wait in the kit goes through a {@link dev.sennit.transport.time.Clock}, which hands out a
 * {@link dev.sennit.transport.time.Timer} per wait. A reactor is a clock; {@code Clock.system()} serves code that has no
 * reactor; {@link dev.sennit.transport.time.ManualClock} moves only when a test says so.
 * {@link dev.sennit.transport.time.TimerQueue} is the ordered heap that clocks are built on.
 */
@NullMarked
package dev.sennit.transport.time;

import org.jspecify.annotations.NullMarked;
