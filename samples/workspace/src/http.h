/*
 * http.h - reads the head of an HTTP/1.1 request.
 */
#ifndef KIT_HTTP_H
#define KIT_HTTP_H

#include "common.h"

enum http_method {
    HTTP_GET,
    HTTP_HEAD,
    HTTP_POST,
    HTTP_PUT,
    HTTP_DELETE,
    HTTP_OTHER,
};

struct http_header {
    const char *name;
    const char *value;
};

enum { HTTP_MAX_HEADERS = 32 };

struct http_request {
    enum http_method method;
    const char *target;   /* path and query, as sent */
    int minor_version;    /* 0 or 1 */
    struct http_header headers[HTTP_MAX_HEADERS];
    size_t header_count;
};

/*
 * Parses in place: the strings of the request point into head, which is cut up
 * by terminators. head ends with the empty line.
 */
enum kit_status http_parse(struct http_request *request, char *head);

/* The value of a header, or NULL. Names are compared without regard to case. */
const char *http_header(const struct http_request *request, const char *name);

/* Bytes of the body, 0 when none is announced. KIT_BAD_INPUT for a bad number. */
enum kit_status http_content_length(const struct http_request *request, size_t *length);

/* Whether the connection stays open after the answer. */
bool http_keeps_alive(const struct http_request *request);

/* Replaces %41 by A and + by a space, in place. */
enum kit_status url_decode(char *string);

#endif /* KIT_HTTP_H */
