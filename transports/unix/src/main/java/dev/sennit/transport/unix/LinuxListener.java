package dev.sennit.transport.unix;

import dev.sennit.transport.UnixAddress;
import dev.sennit.transport.nio.socket.ListeningChannel;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A listening socket. */
final class LinuxListener extends LinuxSocket implements ListeningChannel {
    private final @Nullable UnixAddress local;

    /**
     * Takes the descriptor over.
     *
     * @param local the address that streams have at this end, where it is a Unix one
     */
    LinuxListener(int descriptor, @Nullable UnixAddress local) {
        super(descriptor);
        this.local = local;
    }

    @Override
    public @Nullable LinuxStream accept() throws IOException {
        int accepted = Libc.accept(open());
        if (accepted == -ErrnoException.AGAIN || accepted == -ErrnoException.INTERRUPTED) {
            return null;
        }
        return new LinuxStream(Libc.check(accepted), local == null ? "tcp" : "unix", local, null);
    }

    @Override
    public String toString() {
        return "listening descriptor " + number;
    }
}
