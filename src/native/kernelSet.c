// The network's kernels for one instruction set, which the compiler's flags say. KERNEL_SET is the name of the set in C.
#include "arguments.h"

#define EXPORT static
#include "../model/kernels/kernels.c"
#include "../model/kernels/matrices.c"
#include "../model/kernels/peak.c"

#define MATRIX_KERNELS(KERNEL, NUMBER_KERNEL)                                                              \
  NUMBER_KERNEL(panelWidth)                                                                                \
  KERNEL(pack, INT(0), INT(1), POINTER(2), INT(3), INT(4), POINTER(5))                                     \
  KERNEL(gemm, INT(0), INT(1), INT(2), POINTER(3), INT(4), INT(5), POINTER(6), POINTER(7), INT(8), INT(9)) \
  KERNEL(gemmOntoRows, INT(0), INT(1), INT(2), POINTER(3), POINTER(4), POINTER(5), POINTER(6), POINTER(7), \
         INT(8))                                                                                           \
  KERNEL(transpose, INT(0), INT(1), POINTER(2), POINTER(3))                                                \
  NUMBER_KERNEL(multiplyAddLoop, INT(0))

MATRIX_KERNELS(KERNEL, NUMBER_KERNEL)
KERNELS(KERNEL, NUMBER_KERNEL)

static const Kernel kernels[] = {MATRIX_KERNELS(ENTRY, ENTRY) KERNELS(ENTRY, ENTRY)};

extern const KernelSet KERNEL_SET;
const KernelSet KERNEL_SET = {sizeof kernels / sizeof kernels[0], kernels};
