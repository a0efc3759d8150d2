// What Swift cannot call of libedit: its variadic functions, and the C streams it wants. Also signals, whose handlers
// must not be written in a language with a run-time system.
#ifndef CEDITLINE_H
#define CEDITLINE_H

#include <stdbool.h>
#include <stddef.h>

typedef struct editline editline_t;

// What an editor function tells libedit to do next (the CC_… values of histedit.h).
enum { EDITLINE_NORMAL = 0, EDITLINE_END = 2, EDITLINE_REFRESH = 4, EDITLINE_ERROR = 6 };

typedef struct {
    // Stores the next character; returns 1, 0 at the end of input, -1 to give the line up.
    int (*read_character)(void *context, unsigned int *character);
    // The prompt in UTF-8; control sequences stand between bytes of value 1. Valid until the next call.
    const char *(*prompt)(void *context);
    // Runs the function that was bound with this number, below EDITLINE_FUNCTIONS, and returns one of the values above.
    unsigned char (*function)(void *context, int number);
} editline_callbacks_t;

enum { EDITLINE_FUNCTIONS = 5 };

// Chooses a UTF-8 character type for this process: the environment's, or else the system's plain one. Returns whether
// there is one.
bool editline_use_utf8(void);

// An editor for standard input and output; reads the user's editrc. `program` and `context` must outlive it. NULL on
// failure.
editline_t *editline_open(const char *program, editline_callbacks_t callbacks, void *context);
void editline_close(editline_t *editor);

// Whether the user has chosen vi's keys.
bool editline_is_vi(editline_t *editor);
// Binds a key, in vi's command mode if `alternative`. `function` is libedit's name for it.
void editline_bind(editline_t *editor, bool alternative, const char *key, const char *function);
// Binds a key to `callbacks.function` with this number.
void editline_bind_function(editline_t *editor, bool alternative, const char *key, int number);

// Reads a line, its line end included; NULL at the end of input or when given up. Valid until the next call.
const char *editline_read(editline_t *editor, int *length);

// The line being edited, in UTF-8; the two lengths are in bytes.
const char *editline_line(editline_t *editor, size_t *cursor, size_t *length);
bool editline_insert(editline_t *editor, const char *text);
// Deletes characters (wide characters, not bytes) before the cursor.
void editline_delete_before(editline_t *editor, int count);
void editline_move_cursor(editline_t *editor, int count);
// Draws prompt and line anew, from the first column of the line the cursor is in.
void editline_redraw(editline_t *editor);
// Takes over the terminal's size.
void editline_resize(editline_t *editor);
// Sets the terminal's mode for editing, or gives back the one for running commands.
void editline_prepare_terminal(editline_t *editor, bool editing);
// The columns that libedit uses for a character.
int editline_columns(unsigned int character);

// Replaces the history: oldest first.
void editline_set_history(editline_t *editor, const char *const *lines, size_t count);
void editline_add_history(editline_t *editor, const char *line);

// Signals, written to a pipe: the handler writes the signal's number as one byte and nothing else.
typedef struct signal_route signal_route_t;

// From now on `signal_number` is written to `descriptor` (which should not block). NULL on failure.
signal_route_t *signal_route_open(int signal_number, int descriptor);
// Puts the former handling back. Routes of one signal are closed in the reverse order of opening.
void signal_route_close(signal_route_t *route);

#endif
