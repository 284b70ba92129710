package dev.sennit.memory;

/** Takes the messages of one end to the other, in order, which receives them on its own loop. */
interface Wire {
    /** Sends one message; calls nobody before it returns. */
    void send(Message message);
}
