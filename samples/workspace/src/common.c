/*
 * common.c - texts of the status codes.
 */
#include "common.h"

const char *kit_status_text(enum kit_status status)
{
    switch (status) {
    case KIT_OK:
        return "no error";
    case KIT_NO_MEMORY:
        return "out of memory";
    case KIT_BAD_INPUT:
        return "malformed input";
    case KIT_NOT_FOUND:
        return "not found";
    case KIT_FULL:
        return "no room left";
    case KIT_EMPTY:
        return "nothing there";
    }
    return "unknown status";
}
