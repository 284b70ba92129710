package dev.sennit.small.plug;

import dev.sennit.services.ServiceContext;
import dev.sennit.services.ServiceOptions;
import dev.sennit.services.ServiceType;
import dev.sennit.small.ChatRoom;
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
