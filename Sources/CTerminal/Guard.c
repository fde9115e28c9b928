#define _GNU_SOURCE
#include "CTerminal.h"
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

enum { CRASHES = 6 };
static const int crashes[CRASHES] = {SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGFPE, SIGABRT};
static char restore_text[512];
static size_t restore_length;
static struct termios restore_settings;
static int restore_tty = -1;
static pid_t owner;
static atomic_bool armed;
static char spare_stack[32 * 1024];

// Called from signal handlers: only async-signal-safe functions.
static void restore(void) {
    // A child that was forked and has not become another program yet must not touch its parent's terminal.
    if (getpid() != owner || !atomic_exchange(&armed, false)) return;
    ssize_t written = write(restore_tty, restore_text, restore_length);
    (void)written;
    tcsetattr(restore_tty, TCSANOW, &restore_settings);
}

static void crashed(int number) {
    restore();
    // SA_RESETHAND has put the default back: the process ends by the very signal that came.
    raise(number);
}

int ct_remember_settings(int tty) {
    restore_tty = tty;
    return tcgetattr(tty, &restore_settings);
}

int ct_guard(const char *text, size_t length) {
    static bool installed;
    if (length > sizeof restore_text) return -1;
    memcpy(restore_text, text, length);
    restore_length = length;
    owner = getpid();
    atomic_store(&armed, true);
    if (installed) return 0;
    installed = true;
    atexit(restore);
    stack_t stack = {.ss_sp = spare_stack, .ss_size = sizeof spare_stack};
    sigaltstack(&stack, NULL);
    struct sigaction action = {.sa_handler = crashed, .sa_flags = SA_RESETHAND | SA_ONSTACK | SA_NODEFER};
    for (int i = 0; i < CRASHES; i++) sigaction(crashes[i], &action, NULL);
    return 0;
}

void ct_unguard(void) { atomic_store(&armed, false); }
