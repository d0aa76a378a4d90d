/*
 * csv.h - reads tables of comma separated values.
 */
#ifndef KIT_CSV_H
#define KIT_CSV_H

#include "common.h"

/* Called for each row; the fields live until it returns. False ends reading. */
typedef bool (*csv_row)(size_t line, char **fields, size_t count, void *context);

/* Reads a whole text, which is cut up. Fields may stand in double quotes. */
enum kit_status csv_read(char *text, char separator, csv_row row, void *context);

#endif /* KIT_CSV_H */
