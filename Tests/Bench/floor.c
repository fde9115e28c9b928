/* The least that a full-screen ncurses program can be: a list of rows and a cursor. Everything measured is also measured on it. */
#include <locale.h>
#include <ncurses.h>
int main(void) {
    setlocale(LC_ALL, "");
    initscr(); raw(); noecho(); keypad(stdscr, TRUE); curs_set(0); set_escdelay(25);
    int selected = 0, rows = 0, key = 0;
    do {
        rows = getmaxy(stdscr) - 2;
        if (key == 'j' && selected < rows - 1) selected++;
        if (key == 'k' && selected > 0) selected--;
        if (key == KEY_RESIZE) erase();
        mvaddstr(0, 0, "floor");
        for (int row = 0; row < rows; row++) {
            if (row == selected) attron(A_REVERSE);
            mvprintw(row + 1, 0, "%4d  resource-name-%04d  %8d %6d", row, row, row * 37 % 1000, row * 11 % 100);
            attroff(A_REVERSE);
        }
        refresh();
    } while ((key = getch()) != 'q');
    endwin();
    return 0;
}
