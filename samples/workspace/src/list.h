/*
 * list.h - a doubly linked list whose links live inside the elements.
 *
 * An element embeds a struct list_link; the list itself is a link too, the
 * head, so that no operation needs a special case for the empty list.
 */
#ifndef KIT_LIST_H
#define KIT_LIST_H

#include "common.h"

struct list_link {
    struct list_link *prev;
    struct list_link *next;
};

/* The element that contains the given link. */
#define LIST_ENTRY(link, type, member) \
    ((type *)((char *)(link) - offsetof(type, member)))

/* Walks over all links; the current one must not be removed. */
#define LIST_FOR_EACH(link, head) \
    for ((link) = (head)->next; (link) != (head); (link) = (link)->next)

void list_init(struct list_link *head);
bool list_is_empty(const struct list_link *head);
size_t list_length(const struct list_link *head);

void list_push_front(struct list_link *head, struct list_link *link);
void list_push_back(struct list_link *head, struct list_link *link);
void list_remove(struct list_link *link);

/* Removes and returns the first link, or NULL when the list is empty. */
struct list_link *list_pop_front(struct list_link *head);

/* Stable merge sort. less() says whether the first argument comes first. */
typedef bool (*list_less)(const struct list_link *a, const struct list_link *b);
void list_sort(struct list_link *head, list_less less);

#endif /* KIT_LIST_H */
