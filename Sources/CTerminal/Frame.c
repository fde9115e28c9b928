#define _GNU_SOURCE
#include "CTerminal.h"
#include <errno.h>
#include <sys/mman.h>
#include <unistd.h>

int ct_frame_open(void) { return memfd_create("nightdesk-frame", MFD_CLOEXEC); }

void ct_frame_begin(int curses, int frame) {
    lseek(frame, 0, SEEK_SET);
    dup2(frame, curses);
}

void ct_frame_end(int curses, int frame, int tty) {
    off_t size = lseek(frame, 0, SEEK_CUR), sent = 0;
    dup2(tty, curses);
    char buffer[32768];
    while (sent < size) {
        ssize_t count = pread(frame, buffer, sizeof buffer, sent);
        if (count <= 0) return;
        if (count > size - sent) count = size - sent;
        for (ssize_t done = 0; done < count;) {
            ssize_t written = write(tty, buffer + done, (size_t)(count - done));
            if (written < 0 && errno == EINTR) continue;
            if (written <= 0) return;
            done += written;
        }
        sent += count;
    }
}
