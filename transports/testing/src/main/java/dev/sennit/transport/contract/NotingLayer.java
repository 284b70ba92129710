package dev.sennit.transport.contract;

import dev.sennit.transport.CloseReason;
import dev.sennit.transport.Layer;
import java.nio.ByteBuffer;
import java.util.List;

/** Notes under its name what it hears, and passes everything through. */
final class NotingLayer extends Layer {
    private final String name;
    private final List<String> heard;

    NotingLayer(String name, List<String> heard) {
        this.name = name;
        this.heard = heard;
    }

    @Override
    public void connectionMade() {
        heard.add(name + " made");
        super.connectionMade();
    }

    @Override
    public void dataReceived(ByteBuffer data) {
        heard.add(name + " data");
        super.dataReceived(data);
    }

    @Override
    public void write(ByteBuffer data) {
        heard.add(name + " write");
        super.write(data);
    }

    @Override
    public void connectionLost(CloseReason reason) {
        heard.add(name + " lost");
        super.connectionLost(reason);
    }
}
