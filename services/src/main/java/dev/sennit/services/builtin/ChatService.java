package dev.sennit.services.builtin;

import dev.sennit.protocol.small.ChatRoom;
import dev.sennit.services.type.ServiceContext;
import dev.sennit.services.type.ServiceOptions;
import dev.sennit.services.type.ServiceType;
import dev.sennit.transport.ProtocolFactory;

/** {@code chat}: one room for all connections, on whichever endpoint. */
public final class ChatService implements ServiceType {

    /** For the service loader. */
    public ChatService() {}

    @Override
    public String name() {
        return "chat";
    }

    @Override
    public String help() {
        return "Passes each line on to all others in the room.";
    }

    @Override
    public String description() {
        return "The first line that you send is your name.";
    }

    @Override
    public ProtocolFactory<?> factory(ServiceOptions options, ServiceContext context) {
        return new ChatRoom();
    }
}
