/*
 * list.c - intrusive doubly linked list.
 */
#include "list.h"

void list_init(struct list_link *head)
{
    head->prev = head;
    head->next = head;
}

bool list_is_empty(const struct list_link *head)
{
    return head->next == head;
}

size_t list_length(const struct list_link *head)
{
    const struct list_link *link;
    size_t length = 0;

    LIST_FOR_EACH(link, head)
        length++;
    return length;
}

/* Puts link between two neighbours. */
static void insert_between(struct list_link *link, struct list_link *prev,
                           struct list_link *next)
{
    link->prev = prev;
    link->next = next;
    prev->next = link;
    next->prev = link;
}

void list_push_front(struct list_link *head, struct list_link *link)
{
    insert_between(link, head, head->next);
}

void list_push_back(struct list_link *head, struct list_link *link)
{
    insert_between(link, head->prev, head);
}

void list_remove(struct list_link *link)
{
    link->prev->next = link->next;
    link->next->prev = link->prev;

    /* A removed link points to itself: removing it twice does no harm. */
    link->prev = link;
    link->next = link;
}

struct list_link *list_pop_front(struct list_link *head)
{
    struct list_link *first = head->next;

    if (list_is_empty(head)) {
        return NULL;
    }
    list_remove(first);
    return first;
}

/* Moves the first half of the list "from" to the empty list "to". */
static void split_half(struct list_link *from, struct list_link *to)
{
    size_t half = list_length(from) / 2;

    while (half > 0) {
        list_push_back(to, list_pop_front(from));
        half--;
    }
}

void list_sort(struct list_link *head, list_less less)
{
    struct list_link left;

    if (list_is_empty(head) || head->next->next == head) {
        return; /* none or one element: already sorted */
    }

    list_init(&left);
    split_half(head, &left);
    list_sort(&left, less);
    list_sort(head, less);

    /* Merge: elements of the left half go in front of equal ones. */
    struct list_link *at = head->next;
    while (!list_is_empty(&left)) {
        struct list_link *candidate = left.next;
        if (at != head && less(at, candidate)) {
            at = at->next;
        } else {
            list_remove(candidate);
            insert_between(candidate, at->prev, at);
        }
    }
}
