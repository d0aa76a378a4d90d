/*
 * log.h - messages with a level and a time.
 */
#ifndef KIT_LOG_H
#define KIT_LOG_H

#include <stdio.h>

enum log_level {
    LOG_DEBUG,
    LOG_INFO,
    LOG_WARNING,
    LOG_ERROR,
};

/* Messages below the level are dropped. The default is LOG_INFO to stderr. */
void log_set_level(enum log_level level);
void log_set_file(FILE *file);

/* Formatted like printf; a line end is added. */
void log_message(enum log_level level, const char *format, ...);

#define log_debug(...) log_message(LOG_DEBUG, __VA_ARGS__)
#define log_info(...) log_message(LOG_INFO, __VA_ARGS__)
#define log_warning(...) log_message(LOG_WARNING, __VA_ARGS__)
#define log_error(...) log_message(LOG_ERROR, __VA_ARGS__)

#endif /* KIT_LOG_H */
