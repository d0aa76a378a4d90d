/*
 * http.c - reads the head of an HTTP/1.1 request.
 */
#include "http.h"

#include "text.h"

#include <ctype.h>
#include <string.h>

static enum http_method method_of(const char *name)
{
    if (strcmp(name, "GET") == 0) {
        return HTTP_GET;
    }
    if (strcmp(name, "HEAD") == 0) {
        return HTTP_HEAD;
    }
    if (strcmp(name, "POST") == 0) {
        return HTTP_POST;
    }
    if (strcmp(name, "PUT") == 0) {
        return HTTP_PUT;
    }
    if (strcmp(name, "DELETE") == 0) {
        return HTTP_DELETE;
    }
    return HTTP_OTHER;
}

/* Ends the current line and returns the start of the next, or NULL. */
static char *cut_line(char *line)
{
    char *end = strchr(line, '\n');

    if (end == NULL) {
        return NULL;
    }
    *end = '\0';
    if (end > line && end[-1] == '\r') {
        end[-1] = '\0'; /* a line should end with "\r\n", but not all senders do that */
    }
    return end + 1;
}

/* Ends the current word at a space and returns the start of the next, or NULL. */
static char *cut_word(char *word)
{
    char *space = strchr(word, ' ');

    if (space == NULL) {
        return NULL;
    }
    *space = '\0';
    return space + 1;
}

/* "GET /index.html HTTP/1.1" */
static enum kit_status parse_request_line(struct http_request *request, char *line)
{
    char *target = cut_word(line);
    char *version = target == NULL ? NULL : cut_word(target);

    if (version == NULL || *target == '\0') {
        return KIT_BAD_INPUT;
    }
    if (strcmp(version, "HTTP/1.1") == 0) {
        request->minor_version = 1;
    } else if (strcmp(version, "HTTP/1.0") == 0) {
        request->minor_version = 0;
    } else {
        return KIT_BAD_INPUT;
    }
    request->method = method_of(line);
    request->target = target;
    return KIT_OK;
}

/* "Content-Type: text/plain" */
static enum kit_status parse_header(struct http_request *request, char *line)
{
    char *colon = strchr(line, ':');

    if (colon == NULL || colon == line) {
        return KIT_BAD_INPUT;
    }
    if (request->header_count == HTTP_MAX_HEADERS) {
        return KIT_FULL;
    }
    *colon = '\0';
    request->headers[request->header_count].name = line;
    request->headers[request->header_count].value = trim(colon + 1);
    request->header_count++;
    return KIT_OK;
}

enum kit_status http_parse(struct http_request *request, char *head)
{
    char *next = cut_line(head);
    enum kit_status status;

    request->header_count = 0;
    if (next == NULL) {
        return KIT_BAD_INPUT;
    }
    status = parse_request_line(request, head);
    while (status == KIT_OK) {
        char *line = next;
        next = cut_line(line);
        if (next == NULL) {
            return KIT_BAD_INPUT; /* the empty line at the end is missing */
        }
        if (*line == '\0') {
            return KIT_OK;
        }
        status = parse_header(request, line);
    }
    return status;
}

const char *http_header(const struct http_request *request, const char *name)
{
    for (size_t i = 0; i < request->header_count; i++) {
        if (compare_ignoring_case(request->headers[i].name, name) == 0) {
            return request->headers[i].value;
        }
    }
    return NULL;
}

enum kit_status http_content_length(const struct http_request *request, size_t *length)
{
    const char *value = http_header(request, "Content-Length");

    *length = 0;
    if (value == NULL) {
        return KIT_OK;
    }
    if (*value == '\0') {
        return KIT_BAD_INPUT;
    }
    for (; *value != '\0'; value++) {
        if (!isdigit((unsigned char)*value) || *length > (SIZE_MAX - 9) / 10) {
            return KIT_BAD_INPUT;
        }
        *length = *length * 10 + (size_t)(*value - '0');
    }
    return KIT_OK;
}

bool http_keeps_alive(const struct http_request *request)
{
    const char *connection = http_header(request, "Connection");

    if (connection == NULL) {
        return request->minor_version == 1; /* the default of HTTP/1.1 */
    }
    if (compare_ignoring_case(connection, "close") == 0) {
        return false;
    }
    return compare_ignoring_case(connection, "keep-alive") == 0;
}

/* The value of a hexadecimal digit, or -1. */
static int hex_value(char c)
{
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    if (c >= 'a' && c <= 'f') {
        return c - 'a' + 10;
    }
    if (c >= 'A' && c <= 'F') {
        return c - 'A' + 10;
    }
    return -1;
}

enum kit_status url_decode(char *string)
{
    char *to = string;

    for (const char *from = string; *from != '\0'; from++) {
        if (*from == '+') {
            *to++ = ' ';
        } else if (*from == '%') {
            int high = hex_value(from[1]);
            int low = high < 0 ? -1 : hex_value(from[2]);
            if (low < 0 || high + low == 0) {
                /* %00 would end the string early */
                return KIT_BAD_INPUT;
            }
            *to++ = (char)(high * 16 + low);
            from += 2;
        } else {
            *to++ = *from;
        }
    }
    *to = '\0';
    return KIT_OK;
}
