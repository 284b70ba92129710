package dev.sennit.transport;

/** One end of a connection, or where a listener listens or datagrams go. A value; its text is for people. */
public sealed interface Address permits TcpAddress, UdpAddress, UnixAddress, MemoryAddress, PipeAddress {}
