package dev.sennit.tls.layer;

import dev.sennit.transport.CloseReason;
import dev.sennit.transport.Layer;
import java.util.List;

/** Notes why connections ended, even those whose protocol was never made. */
final class Noted extends Layer {
    private final List<CloseReason> reasons;

    Noted(List<CloseReason> reasons) {
        this.reasons = reasons;
    }

    @Override
    public void connectionLost(CloseReason reason) {
        reasons.add(reason);
        super.connectionLost(reason);
    }
}
