/*
 * The floor under every echo server: one thread, level-triggered epoll, read and write on one buffer.
 *
 *   epoll_echo            listens on a free port of 127.0.0.1, prints "port N", ends with its standard input
 *
 * A short write leaves the rest with the connection, which is not read until that has gone out.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum { EVENTS = 1024, BUFFER_BYTES = 256 * 1024 };

struct connection {
    int fd;
    char *rest;
    size_t rest_bytes;
};

static char buffer[BUFFER_BYTES];
static int poll_fd;

static void die(const char *what) {
    perror(what);
    exit(1);
}

static void watch(struct connection *c, int how, unsigned events) {
    struct epoll_event event = {.events = events, .data.ptr = c};
    if (epoll_ctl(poll_fd, how, c->fd, &event) < 0)
        die("epoll_ctl");
}

static struct connection *new_connection(int fd) {
    struct connection *c = calloc(1, sizeof *c);
    if (c == NULL)
        die("calloc");
    c->fd = fd;
    watch(c, EPOLL_CTL_ADD, EPOLLIN);
    return c;
}

static void end(struct connection *c) {
    close(c->fd);
    free(c->rest);
    free(c);
}

static void accept_all(int listener) {
    int fd, on = 1;
    while ((fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK)) >= 0) {
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        new_connection(fd);
    }
}

static void keep_rest(struct connection *c, const char *from, size_t bytes) {
    c->rest = malloc(bytes);
    if (c->rest == NULL)
        die("malloc");
    memcpy(c->rest, from, bytes);
    c->rest_bytes = bytes;
    watch(c, EPOLL_CTL_MOD, EPOLLOUT);
}

static void echo(struct connection *c) {
    ssize_t got = read(c->fd, buffer, sizeof buffer);
    if (got <= 0) {
        if (got == 0 || errno != EAGAIN)
            end(c);
        return;
    }
    ssize_t sent = write(c->fd, buffer, got);
    if (sent < 0 && errno != EAGAIN)
        end(c);
    else if (sent < got)
        keep_rest(c, buffer + (sent < 0 ? 0 : sent), got - (sent < 0 ? 0 : sent));
}

static void send_rest(struct connection *c) {
    ssize_t sent = write(c->fd, c->rest, c->rest_bytes);
    if (sent < 0) {
        if (errno != EAGAIN)
            end(c);
    } else if ((size_t)sent == c->rest_bytes) {
        free(c->rest);
        c->rest = NULL;
        watch(c, EPOLL_CTL_MOD, EPOLLIN);
    } else {
        c->rest_bytes -= sent;
        memmove(c->rest, c->rest + sent, c->rest_bytes);
    }
}

int main(void) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t length = sizeof address;
    int listen_fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    if (listen_fd < 0 || bind(listen_fd, (struct sockaddr *)&address, length) < 0 || listen(listen_fd, 4096) < 0 ||
        getsockname(listen_fd, (struct sockaddr *)&address, &length) < 0)
        die("listen");
    if ((poll_fd = epoll_create1(0)) < 0)
        die("epoll_create1");
    struct connection *listener = new_connection(listen_fd);
    struct connection *input = new_connection(STDIN_FILENO);
    printf("port %d\n", ntohs(address.sin_port));
    fflush(stdout);
    for (;;) {
        static struct epoll_event events[EVENTS];
        int ready = epoll_wait(poll_fd, events, EVENTS, -1);
        if (ready < 0 && errno != EINTR)
            die("epoll_wait");
        for (int i = 0; i < ready; i++) {
            struct connection *c = events[i].data.ptr;
            if (c == input)
                return 0;
            if (c == listener)
                accept_all(listen_fd);
            else if (c->rest != NULL)
                send_rest(c);
            else
                echo(c);
        }
    }
}
