// The kernels for one instruction set, which the compiler's flags say. KERNEL_SET is the name of the set in C,
// KERNEL_SET_NAME the one it is shown by.
//
// Arguments are taken as they come: they are from this product's own TypeScript, whose types say what they are. A
// pointer of JavaScript counts bytes from the start of the arena, which is shared memory: it grows in place and never
// moves, so its address is all that a function has to keep.

#include "kernelSet.h"

#define EXPORT static
#include "../model/kernels/kernels.c"
#include "../model/kernels/matrices.c"
#include "../model/kernels/peak.c"

#define MOST_ARGUMENTS 13

typedef struct {
  napi_env env;
  char *arena;
  napi_value values[MOST_ARGUMENTS];
} Arguments;

INLINE void readArguments(Arguments *arguments, napi_env env, napi_callback_info info) {
  size_t count = MOST_ARGUMENTS;
  void *arena = 0;
  arguments->env = env;
  napi_get_cb_info(env, info, &count, arguments->values, 0, &arena);
  arguments->arena = arena;
}

static int integer(const Arguments *arguments, int i) {
  int value = 0;
  napi_get_value_int32(arguments->env, arguments->values[i], &value);
  return value;
}

static double number(const Arguments *arguments, int i) {
  double value = 0;
  napi_get_value_double(arguments->env, arguments->values[i], &value);
  return value;
}

static void *pointer(const Arguments *arguments, int i) {
  uint32_t offset = 0;
  napi_get_value_uint32(arguments->env, arguments->values[i], &offset);
  return arguments->arena + offset;
}

#define INT(i) integer(&arguments, i)
#define NUMBER(i) number(&arguments, i)
#define POINTER(i) pointer(&arguments, i)

/** A function of JavaScript that gives nothing, from the C function of the same name. */
#define KERNEL(name, ...)                                               \
  static napi_value name##Call(napi_env env, napi_callback_info info) { \
    Arguments arguments;                                                \
    readArguments(&arguments, env, info);                               \
    name(__VA_ARGS__);                                                  \
    return 0;                                                           \
  }

/** The same for one that gives a number. */
#define NUMBER_KERNEL(name, ...)                                        \
  static napi_value name##Call(napi_env env, napi_callback_info info) { \
    Arguments arguments;                                                \
    napi_value result = 0;                                              \
    readArguments(&arguments, env, info);                               \
    napi_create_double(env, (double)name(__VA_ARGS__), &result);        \
    return result;                                                      \
  }

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

#define ENTRY(name, ...) {#name, name##Call},
static const Kernel kernels[] = {MATRIX_KERNELS(ENTRY, ENTRY) KERNELS(ENTRY, ENTRY)};

extern const KernelSet KERNEL_SET;
const KernelSet KERNEL_SET = {KERNEL_SET_NAME, sizeof kernels / sizeof kernels[0], kernels};
