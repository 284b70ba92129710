/**
 * The {@code sennit} command.
 *
 * <p>{@code Main} joins it to the real world: standard streams, signals, the shared reactor, the end of the process. All of
 * that is a {@code World}, a value passed in, so that a test runs the command whole in its own process. {@code Sennit}
 * assembles the commands: {@code ServeCommand} with {@code ServiceRun}, {@code ConnectCommand} with
 * {@code StandardStreams}, and those that only explain. {@code Mistakes} turns whatever goes wrong into one message and an
 * exit code: 2 for what the user wrote, 1 for what happened at run time.
 */
@NullMarked
package dev.sennit.command;

import org.jspecify.annotations.NullMarked;
