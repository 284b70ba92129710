package dev.sennit.command;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;

/** An input that has nothing to read until it is opened, as a terminal before somebody types. */
final class GatedInput extends InputStream {
    private final CountDownLatch opened = new CountDownLatch(1);
    private final InputStream text;

    GatedInput(String text) {
        this.text = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    void open() {
        opened.countDown();
    }

    @Override
    public int read() throws IOException {
        waitUntilOpened();
        return text.read();
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
        waitUntilOpened();
        return text.read(bytes, from, length);
    }

    private void waitUntilOpened() throws IOException {
        try {
            opened.await();
        } catch (InterruptedException interrupted) {
            throw new IOException(interrupted);
        }
    }
}
