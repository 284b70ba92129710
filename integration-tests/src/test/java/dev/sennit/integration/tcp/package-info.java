/** TCP with other people's programs and with plain sockets: netcat and Twisted talk to our protocols, and every end has its reason. */
@NullMarked
package dev.sennit.integration.tcp;

import org.jspecify.annotations.NullMarked;
