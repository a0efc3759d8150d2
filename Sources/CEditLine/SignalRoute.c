#define _GNU_SOURCE
#define _DARWIN_C_SOURCE

#include "CEditLine.h"

#include <errno.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <unistd.h>

enum { SIGNALS = 65 };

struct signal_route {
    int number;
    int former_descriptor;
    struct sigaction former_action;
};

// One more than the descriptor, so that zero is none.
static atomic_int descriptors[SIGNALS];

static void handle(int number) {
    int saved = errno;
    int descriptor = atomic_load(&descriptors[number]) - 1;
    if (descriptor >= 0) {
        unsigned char byte = (unsigned char)number;
        ssize_t written = write(descriptor, &byte, 1);
        (void)written;
    }
    errno = saved;
}

signal_route_t *signal_route_open(int number, int descriptor) {
    if (number <= 0 || number >= SIGNALS) return NULL;
    signal_route_t *route = calloc(1, sizeof *route);
    if (route == NULL) return NULL;
    route->number = number;
    route->former_descriptor = atomic_exchange(&descriptors[number], descriptor + 1);
    struct sigaction action = {0};
    action.sa_handler = handle;
    action.sa_flags = SA_RESTART;
    sigemptyset(&action.sa_mask);
    if (sigaction(number, &action, &route->former_action) != 0) {
        atomic_store(&descriptors[number], route->former_descriptor);
        free(route);
        return NULL;
    }
    return route;
}

void signal_route_close(signal_route_t *route) {
    if (route == NULL) return;
    sigaction(route->number, &route->former_action, NULL);
    atomic_store(&descriptors[route->number], route->former_descriptor);
    free(route);
}
