#pragma once
// What Swift cannot say about a Unix terminal: signal handlers, a crash handler, forkpty, and functions that its
// C library module hides. Functions that can fail return -1 and leave the reason in errno.
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

// Signals as bytes in a pipe: one byte with the signal's number for each that came.
// SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGWINCH, SIGTSTP and SIGCONT are caught; SIGPIPE is ignored.
int ct_signals_open(void);        // the end to read from, non-blocking
void ct_signals_close(void);      // what was in force before comes back
void ct_stop(bool whole_group);   // stops like any program does on Ctrl-z; returns after SIGCONT, which is not reported then

// From ct_guard() on, a crash or exit() first writes `text` to the terminal and puts its settings back to what they were at
// ct_remember_settings(). Crash signals then end the process as if nothing had caught them.
int ct_remember_settings(int tty);
int ct_guard(const char *text, size_t length);
void ct_unguard(void);

int ct_eventfd(void);                                     // non-blocking, closed on exec
/// A pipe whose ends no child inherits unawares; 0, or -1 with errno.
int ct_pipe(int ends[2]);

/// One heap for all threads instead of one each: less memory, for a little waiting that nobody notices here.
void ct_share_heap(void);

/// Gives back the memory of program code and constants; what is needed again comes from the file.
void ct_drop_code(bool libraries_only);

/// ncurses writes a frame in as many pieces as it has runs, and each wakes whoever reads the terminal. So its descriptor `curses`
/// leads into memory while it draws, and what has come goes to the terminal `tty` at once.
int ct_frame_open(void);                                   // -1 when the system has no memory file
void ct_frame_begin(int curses, int frame);
void ct_frame_end(int curses, int frame, int tty);
int ct_wcwidth(uint32_t scalar);                          // of the locale; -1: not printable
bool ct_use_locale(const char *name);                     // character type only; "" = as the environment says
bool ct_locale_is_utf8(void);
int ct_window_size(int tty, int *columns, int *rows);
int ct_set_window_size(int tty, int columns, int rows);

// Runs a program on a new terminal and returns its process; `tty` is the master side.
pid_t ct_spawn(const char *path, char *const arguments[], char *const environment[], int columns, int rows, int *tty);
