#pragma once
#include <sys/types.h>

// Starts a program, looked up in PATH, in a session of its own: it leads its process group and has no terminal to draw on or to
// read from. Standard input and standard error are /dev/null, no other file of ours is open in it, its signals are as at login.
// On success returns 0; then *output is the reading end of its standard output, not blocking and closed in other programs.
// Else returns what errno would be.
int cp_start(char *const arguments[], char *const environment[], pid_t *pid, int *output);
