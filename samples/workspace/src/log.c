/*
 * log.c - messages with a level and a time.
 */
#include "log.h"

#include <stdarg.h>
#include <time.h>

static enum log_level lowest_level = LOG_INFO;
static FILE *log_file;

void log_set_level(enum log_level level)
{
    lowest_level = level;
}

void log_set_file(FILE *file)
{
    log_file = file;
}

static const char *level_name(enum log_level level)
{
    switch (level) {
    case LOG_DEBUG:
        return "debug";
    case LOG_INFO:
        return "info";
    case LOG_WARNING:
        return "warning";
    case LOG_ERROR:
        return "error";
    }
    return "?";
}

void log_message(enum log_level level, const char *format, ...)
{
    FILE *file = log_file == NULL ? stderr : log_file;
    char stamp[32] = "";
    time_t now = time(NULL);
    struct tm *local = localtime(&now);
    va_list args;

    if (level < lowest_level) {
        return;
    }
    if (local != NULL) {
        strftime(stamp, sizeof(stamp), "%Y-%m-%d %H:%M:%S", local);
    }
    fprintf(file, "%s %-7s ", stamp, level_name(level));
    va_start(args, format);
    vfprintf(file, format, args);
    va_end(args);
    fputc('\n', file);

    /* What is wrong should be seen even if the program ends badly now. */
    if (level >= LOG_WARNING) {
        fflush(file);
    }
}
