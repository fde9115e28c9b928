#pragma once
// ncurses in the words that Swift can import: macros that compute, and variables behind accessors. Nothing clever.
#define NCURSES_WIDECHAR 1  // without it cchar_t and the wide functions do not exist
#include <ncurses.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

// NULL where initscr() would end the process: the terminal is unknown, or its description has no way to move the cursor.
// `descriptor` is one of the terminal that ncurses has for itself.
static inline SCREEN *nc_newterm(const char *name, int descriptor) {
    FILE *output = fdopen(descriptor, "w");
    return output ? newterm(name, output, stdin) : NULL;
}
static inline WINDOW *nc_stdscr(void) { return stdscr; }
static inline int nc_colors(void) { return COLORS; }
static inline int nc_color_pairs(void) { return COLOR_PAIRS; }

static const uint32_t nc_bold = A_BOLD;
static const uint32_t nc_dim = A_DIM;
static const uint32_t nc_italic = A_ITALIC;
static const uint32_t nc_underline = A_UNDERLINE;
static const uint32_t nc_reverse = A_REVERSE;

// One cell of one character; the pair may exceed 255. Written field by field, since setcchar costs more than the painting.
static inline void nc_set_cell(cchar_t *cell, uint32_t scalar, uint32_t attributes, int pair) {
    *cell = (cchar_t){.attr = attributes | COLOR_PAIR(pair > 255 ? 255 : pair), .chars = {(wchar_t)scalar}, .ext_color = pair};
}

// A line or corner from the terminal's own set: 'q' horizontal, 'x' vertical, 'l' 'k' 'm' 'j' the corners (VT100).
static inline void nc_set_line_cell(cchar_t *cell, char which, uint32_t attributes, int pair) {
    *cell = *NCURSES_WACS(which);
    cell->attr = (cell->attr & ~A_COLOR) | attributes | COLOR_PAIR(pair > 255 ? 255 : pair);
    cell->ext_color = pair;
}

static inline int nc_put_cells(int y, int x, const cchar_t *cells, int count) { return mvwadd_wchnstr(stdscr, y, x, cells, count); }

// The capabilities of the terminal that setupterm() has read, by their place in a compiled description (term(5)).
// <term.h> cannot be included where Swift sees it: it defines words like `columns` as macros.
extern NCURSES_CONST char *const boolnames[];
extern NCURSES_CONST char *const numnames[];
extern NCURSES_CONST char *const strnames[];
struct term;
extern int setupterm(const char *name, int fd, int *error);
extern struct term *set_curterm(struct term *terminal);
extern int del_curterm(struct term *terminal);
extern int tigetflag(const char *name);
extern int tigetnum(const char *name);
extern char *tigetstr(const char *name);

static inline const char *nc_boolean_name(int index) { return boolnames[index]; }
static inline const char *nc_number_name(int index) { return numnames[index]; }
static inline const char *nc_string_name(int index) { return strnames[index]; }
static inline char *nc_string(const char *name) {
    char *text = tigetstr(name);
    return text == (char *)-1 ? NULL : text;  // -1: not a string
}
static inline void nc_forget_terminal(void) {
    struct term *terminal = set_curterm(NULL);
    if (terminal) del_curterm(terminal);
}
