/**
 * Echo servers beside each other, and what loads them.
 *
 * <p>{@link dev.sennit.benchmarks.echo.EchoComparison} is the program to run. It starts each server and one
 * {@link dev.sennit.benchmarks.echo.EchoLoad} as processes of their own, pinned to different processors, lets the
 * servers work in turn, and reads from {@code /proc} what that cost each.
 *
 * <p>The servers: {@link dev.sennit.benchmarks.echo.SennitEchoServer}; the floors, which do nothing but this one thing,
 * {@link dev.sennit.benchmarks.echo.NioEchoServer} and {@code src/main/c/epoll_echo.c}; and a peer,
 * {@link dev.sennit.benchmarks.echo.NettyEchoServer}.
 */
@NullMarked
package dev.sennit.benchmarks.echo;

import org.jspecify.annotations.NullMarked;
