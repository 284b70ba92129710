package dev.sennit.integration.load;

import dev.sennit.command.Main;
import java.util.ArrayList;
import java.util.List;

/** The command in a heap of which other code holds half: more than the memory budget of its reactor leaves to others. */
final class HalfHeapMain {
    private static final int PIECE_BYTES = 64 * 1024;
    private static final List<byte[]> HELD = new ArrayList<>();

    private HalfHeapMain() {}

    public static void main(String[] arguments) {
        for (long left = Runtime.getRuntime().maxMemory() / 2; left > 0; left -= PIECE_BYTES) {
            HELD.add(new byte[PIECE_BYTES]);
        }
        Main.main(arguments);
    }
}
