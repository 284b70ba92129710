package dev.sennit.protocol.line;

import dev.sennit.transport.bytes.Bytes;

/** What ends a line of text. */
public enum LineEnd {
    /** Carriage return and line feed, as most protocols of the Internet have it. Either one alone belongs to the line. */
    CR_LF,
    /** A line feed. A carriage return in front of it belongs to the line. */
    LF,
    /**
     * A line feed, with or without a carriage return in front of it, which does not belong to the line then. Lines are sent
     * with CR LF. Two programs that disagree on where a line ends can be made to see different messages, so a protocol
     * whose specification names one end is read with that one.
     */
    EITHER;

    /** What is looked for. */
    Bytes delimiter() {
        return this == CR_LF ? LineDecoder.CR_LF : LineDecoder.LF;
    }

    /** What is sent. */
    Bytes sent() {
        return this == LF ? LineDecoder.LF : LineDecoder.CR_LF;
    }
}
