#define _GNU_SOURCE
#include "CTerminal.h"
#include <fcntl.h>
#include <langinfo.h>
#include <locale.h>
#include <pty.h>
#include <signal.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include <wchar.h>

int ct_eventfd(void) { return eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC); }

int ct_pipe(int ends[2]) { return pipe2(ends, O_CLOEXEC); }

int ct_wcwidth(uint32_t scalar) { return wcwidth((wchar_t)scalar); }

bool ct_use_locale(const char *name) { return setlocale(LC_CTYPE, name) != NULL; }

bool ct_locale_is_utf8(void) { return strcmp(nl_langinfo(CODESET), "UTF-8") == 0; }

int ct_window_size(int tty, int *columns, int *rows) {
    struct winsize size;
    if (ioctl(tty, TIOCGWINSZ, &size) != 0) return -1;
    *columns = size.ws_col;
    *rows = size.ws_row;
    return 0;
}

int ct_set_window_size(int tty, int columns, int rows) {
    struct winsize size = {.ws_col = (unsigned short)columns, .ws_row = (unsigned short)rows};
    return ioctl(tty, TIOCSWINSZ, &size);
}

pid_t ct_spawn(const char *path, char *const arguments[], char *const environment[], int columns, int rows, int *tty) {
    struct winsize size = {.ws_col = (unsigned short)columns, .ws_row = (unsigned short)rows};
    sigset_t none;
    sigemptyset(&none);
    // The child makes only calls that are safe between fork and exec in a process with threads.
    pid_t child = forkpty(tty, NULL, NULL, &size);
    if (child != 0) return child;
    sigprocmask(SIG_SETMASK, &none, NULL);
    execve(path, arguments, environment);
    _exit(127);
}
