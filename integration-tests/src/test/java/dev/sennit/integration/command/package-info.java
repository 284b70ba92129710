/** The command {@code sennit} as processes: the script, the packaged jars, the streams, and sockets that other programs pass to it. */
@NullMarked
package dev.sennit.integration.command;

import org.jspecify.annotations.NullMarked;
