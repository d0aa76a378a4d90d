// The kernels of the context expert for one instruction set, as kernelSet.c has those of the network: an object of its own,
// since names of both are alike, and since here no product and sum may be fused: the bits are the same in every build.
// CONTEXT_SET is the name of the set in C.

#include "arguments.h"

#define EXPORT static
#include "../model/contexts/contexts.c"

/** What chooses a place in a table is cut down to what it can be. */
#define BIT(i) ((u32)INT(i) & 1)
#define BYTE(i) ((u32)INT(i) & 255)
/** As outsideTree gives it. */
#define OUTSIDE_ROW(i) ((u32)INT(i) & 2047)

CONTEXT_KERNELS(KERNEL, NUMBER_KERNEL)

static const Kernel kernels[] = {CONTEXT_KERNELS(ENTRY, ENTRY)};

extern const KernelSet CONTEXT_SET;
const KernelSet CONTEXT_SET = {sizeof kernels / sizeof kernels[0], kernels};
