#define _GNU_SOURCE
#define _XOPEN_SOURCE_EXTENDED 1
#define _DARWIN_C_SOURCE

#include "CEditLine.h"

#include <histedit.h>
#include <langinfo.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <wchar.h>
#include <wctype.h>

struct editline {
    EditLine *line;
    History *history;
    FILE *output;
    editline_callbacks_t callbacks;
    void *context;
};

static editline_t *owner(EditLine *line) {
    void *data = NULL;
    el_get(line, EL_CLIENTDATA, &data);
    return data;
}

static char *prompt(EditLine *line) {
    editline_t *editor = owner(line);
    return (char *)editor->callbacks.prompt(editor->context);
}

static int read_character(EditLine *line, wchar_t *result) {
    editline_t *editor = owner(line);
    unsigned int character = 0;
    int status = editor->callbacks.read_character(editor->context, &character);
    *result = (wchar_t)character;
    return status;
}

// libedit passes no context of ours to an editor function, so each number has a function of its own.
static unsigned char call(EditLine *line, int number) {
    editline_t *editor = owner(line);
    return editor->callbacks.function(editor->context, number);
}
static unsigned char function0(EditLine *line, int key) { (void)key; return call(line, 0); }
static unsigned char function1(EditLine *line, int key) { (void)key; return call(line, 1); }
static unsigned char function2(EditLine *line, int key) { (void)key; return call(line, 2); }
static unsigned char function3(EditLine *line, int key) { (void)key; return call(line, 3); }
static unsigned char function4(EditLine *line, int key) { (void)key; return call(line, 4); }

static const struct {
    const char *name;
    unsigned char (*function)(EditLine *, int);
} functions[EDITLINE_FUNCTIONS] = {
    {"program-function-0", function0},
    {"program-function-1", function1},
    {"program-function-2", function2},
    {"program-function-3", function3},
    {"program-function-4", function4},
};

bool editline_use_utf8(void) {
    static const char *const names[] = {"", "C.UTF-8", "UTF-8", "en_US.UTF-8"};
    for (size_t index = 0; index < sizeof names / sizeof *names; index++) {
        if (setlocale(LC_CTYPE, names[index]) != NULL && strcmp(nl_langinfo(CODESET), "UTF-8") == 0) return true;
    }
    return false;
}

editline_t *editline_open(const char *program, editline_callbacks_t callbacks, void *context) {
    editline_t *editor = calloc(1, sizeof *editor);
    if (editor == NULL) return NULL;
    editor->callbacks = callbacks;
    editor->context = context;
    // A stream of our own: fully buffered, each redraw is one write.
    int descriptor = dup(STDOUT_FILENO);
    editor->output = descriptor < 0 ? NULL : fdopen(descriptor, "w");
    if (editor->output == NULL) {
        if (descriptor >= 0) close(descriptor);
        free(editor);
        return NULL;
    }
    setvbuf(editor->output, NULL, _IOFBF, 1 << 14);
    editor->line = el_init(program, stdin, editor->output, stderr);
    editor->history = history_init();
    if (editor->line == NULL || editor->history == NULL) {
        editline_close(editor);
        return NULL;
    }
    el_set(editor->line, EL_CLIENTDATA, editor);
    el_set(editor->line, EL_EDITOR, "emacs");
    el_set(editor->line, EL_SIGNAL, 0);
    el_set(editor->line, EL_PROMPT_ESC, prompt, '\1');
    el_wset(editor->line, EL_GETCFN, read_character);
    HistEvent event;
    history(editor->history, &event, H_SETSIZE, 1 << 20);
    el_set(editor->line, EL_HIST, history, editor->history);
    for (int number = 0; number < EDITLINE_FUNCTIONS; number++) {
        el_set(editor->line, EL_ADDFN, functions[number].name, "", functions[number].function);
    }
    el_source(editor->line, NULL);
    return editor;
}

void editline_close(editline_t *editor) {
    if (editor == NULL) return;
    if (editor->line != NULL) el_end(editor->line);
    if (editor->history != NULL) history_end(editor->history);
    if (editor->output != NULL) fclose(editor->output);
    free(editor);
}

bool editline_is_vi(editline_t *editor) {
    const char *name = NULL;
    return el_get(editor->line, EL_EDITOR, &name) == 0 && name != NULL && strcmp(name, "vi") == 0;
}

void editline_bind(editline_t *editor, bool alternative, const char *key, const char *function) {
    if (alternative) {
        el_set(editor->line, EL_BIND, "-a", key, function, NULL);
    } else {
        el_set(editor->line, EL_BIND, key, function, NULL);
    }
}

void editline_bind_function(editline_t *editor, bool alternative, const char *key, int number) {
    if (number >= 0 && number < EDITLINE_FUNCTIONS) editline_bind(editor, alternative, key, functions[number].name);
}

const char *editline_read(editline_t *editor, int *length) { return el_gets(editor->line, length); }

const char *editline_line(editline_t *editor, size_t *cursor, size_t *length) {
    const LineInfo *info = el_line(editor->line);
    *cursor = (size_t)(info->cursor - info->buffer);
    *length = (size_t)(info->lastchar - info->buffer);
    return info->buffer;
}

bool editline_insert(editline_t *editor, const char *text) { return el_insertstr(editor->line, text) == 0; }

void editline_delete_before(editline_t *editor, int count) { el_deletestr(editor->line, count); }

void editline_move_cursor(editline_t *editor, int count) { el_cursor(editor->line, count); }

void editline_redraw(editline_t *editor) {
    el_set(editor->line, EL_REFRESH);
    fflush(editor->output);
}

void editline_resize(editline_t *editor) { el_resize(editor->line); }

void editline_prepare_terminal(editline_t *editor, bool editing) { el_set(editor->line, EL_PREP_TERM, (int)editing); }

int editline_columns(unsigned int character) {
    int columns = wcwidth((wchar_t)character);
    if (columns >= 0) return columns;
    // Shown as ^X, or as \U+xxxx.
    if (iswcntrl((wint_t)character)) return 2;
    return character > 0xFFFF ? 8 : 7;
}

void editline_set_history(editline_t *editor, const char *const *lines, size_t count) {
    HistEvent event;
    history(editor->history, &event, H_CLEAR);
    for (size_t index = 0; index < count; index++) history(editor->history, &event, H_ENTER, lines[index]);
}

void editline_add_history(editline_t *editor, const char *line) {
    HistEvent event;
    history(editor->history, &event, H_ENTER, line);
}
