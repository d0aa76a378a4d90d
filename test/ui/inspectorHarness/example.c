/*
 * Counts the words of a file, and says which ones come most often.
 * A word is what stands between blanks.
 */
#include <stdio.h>
#include <string.h>

#define MAX_WORDS 4096

struct word {
	char text[64];
	int count;
};

static struct word words[MAX_WORDS];
static int used; // how many of them

static struct word *find(const char *text)
{
	for (int i = 0; i < used; i++)
		if (strcmp(words[i].text, text) == 0)
			return &words[i];
	if (used == MAX_WORDS) {
		fprintf(stderr, "more than %d words, the rest is left out: \"%s\"\n", MAX_WORDS, text);
		return NULL;
	}
	strncpy(words[used].text, text, sizeof words[used].text - 1);
	return &words[used++];
}

int main(int argc, char **argv)
{
	char text[64];
	FILE *file = argc > 1 ? fopen(argv[1], "r") : stdin;

	if (!file) {
		perror("cannot open the file"); /* errno says why */
		return 1;
	}
	while (fscanf(file, "%63s", text) == 1) {
		struct word *word = find(text);
		if (word)
			word->count++;
	}
	for (int i = 0; i < used; i++)
		printf("%6d  %s\n", words[i].count, words[i].text);
	puts("naïve café — “quoted”, 漢字, 👩‍👩‍👧 and é");
	if (ferror(file) && argc > 1) {
		fprintf(stderr, "%s: %s\n", argv[1], 'x' == 120 ? "read error" : "odd");
		return 1;
	}
	return 0;
}
