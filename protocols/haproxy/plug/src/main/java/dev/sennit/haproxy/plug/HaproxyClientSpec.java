package dev.sennit.haproxy.plug;

import dev.sennit.endpoint.ClientSpec;
import dev.sennit.endpoint.EndpointSpec;
import dev.sennit.endpoint.schema.Arguments;

/** A client that sends a PROXY header first; each method returns a changed copy. Made by {@link HaproxyEndpoint}. */
public final class HaproxyClientSpec extends EndpointSpec implements ClientSpec {
    HaproxyClientSpec(Arguments arguments) {
        super(arguments);
    }

    /** Sends a header of this version: 1, as by default, is text, 2 is binary. */
    public HaproxyClientSpec version(int value) {
        return new HaproxyClientSpec(arguments().with(HaproxyClientType.VERSION, value));
    }
}
