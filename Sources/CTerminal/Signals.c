#define _GNU_SOURCE
#include "CTerminal.h"
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

enum { CAUGHT = 7 };
static const int caught[CAUGHT] = {SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGWINCH, SIGTSTP, SIGCONT};
static struct sigaction before[CAUGHT];
static struct sigaction pipe_before;
static int signal_pipe[2] = {-1, -1};

static void report(int number) {
    int saved = errno;
    unsigned char byte = (unsigned char)number;
    // A full pipe already holds more than its reader needs to know.
    ssize_t written = write(signal_pipe[1], &byte, 1);
    (void)written;
    errno = saved;
}

static void catch_signal(int number, struct sigaction *old) {
    struct sigaction action = {.sa_handler = report, .sa_flags = SA_RESTART};
    sigfillset(&action.sa_mask);
    sigaction(number, &action, old);
}

int ct_signals_open(void) {
    if (signal_pipe[0] >= 0) return signal_pipe[0];
    if (pipe2(signal_pipe, O_NONBLOCK | O_CLOEXEC) != 0) return -1;
    sigset_t wanted;
    sigemptyset(&wanted);
    for (int i = 0; i < CAUGHT; i++) {
        catch_signal(caught[i], &before[i]);
        sigaddset(&wanted, caught[i]);
    }
    // Whoever started this process may have blocked them, and a mask is inherited.
    pthread_sigmask(SIG_UNBLOCK, &wanted, NULL);
    struct sigaction ignore = {.sa_handler = SIG_IGN};
    sigaction(SIGPIPE, &ignore, &pipe_before);
    return signal_pipe[0];
}

void ct_signals_close(void) {
    if (signal_pipe[0] < 0) return;
    for (int i = 0; i < CAUGHT; i++) sigaction(caught[i], &before[i], NULL);
    sigaction(SIGPIPE, &pipe_before, NULL);
    close(signal_pipe[0]);
    close(signal_pipe[1]);
    signal_pipe[0] = signal_pipe[1] = -1;
}

void ct_stop(bool whole_group) {
    struct sigaction stop, resume, normal = {.sa_handler = SIG_DFL};
    sigset_t wanted, mask;
    sigaction(SIGTSTP, &normal, &stop);
    sigaction(SIGCONT, &normal, &resume);
    sigemptyset(&wanted);
    sigaddset(&wanted, SIGTSTP);
    pthread_sigmask(SIG_UNBLOCK, &wanted, &mask);
    // The line editor would have stopped the whole foreground group; in raw mode that is left to us.
    kill(whole_group ? 0 : getpid(), SIGTSTP);
    pthread_sigmask(SIG_SETMASK, &mask, NULL);
    sigaction(SIGTSTP, &stop, NULL);
    sigaction(SIGCONT, &resume, NULL);
}
