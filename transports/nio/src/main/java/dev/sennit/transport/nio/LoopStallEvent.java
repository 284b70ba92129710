package dev.sennit.transport.nio;

import jdk.jfr.Category;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/** A callback held a loop over the limit, for Java Flight Recorder. */
@Name("dev.sennit.LoopStall")
@Label("Loop Stall")
@Category("Sennit")
@StackTrace(false)
final class LoopStallEvent extends Event {
    @Label("Loop")
    @Nullable
    String loop;

    @Label("Stack")
    @Nullable
    String stack;
}
