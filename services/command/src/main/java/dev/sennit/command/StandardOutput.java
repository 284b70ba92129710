package dev.sennit.command;

import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** Remembers why it could not be written to: the writer above it, which is for text, swallows that. Any thread. */
final class StandardOutput extends OutputStream {
    private final OutputStream stream;
    private volatile @Nullable IOException failure;

    StandardOutput(OutputStream stream) {
        this.stream = stream;
    }

    /** Whether whoever read it has had enough, as {@code head} has after ten lines. */
    boolean isReaderGone() {
        IOException seen = failure;
        return seen != null && "Broken pipe".equals(seen.getMessage());
    }

    @Override
    public void write(int single) throws IOException {
        write(new byte[] {(byte) single}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        try {
            stream.write(bytes, from, length);
        } catch (IOException thrown) {
            failure = thrown;
            throw thrown;
        }
    }

    @Override
    public void flush() throws IOException {
        try {
            stream.flush();
        } catch (IOException thrown) {
            failure = thrown;
            throw thrown;
        }
    }
}
