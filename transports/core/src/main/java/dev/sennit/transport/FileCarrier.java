package dev.sennit.transport;

/** A carrier whose own {@link #sendFile} keeps order with writes and spares the copy; others have chunks written. */
public interface FileCarrier extends Carrier {}
