// The addon: says which sets of kernels this processor can run, and ties one to an arena. Node-API only, no C library.

#include "kernelSet.h"

typedef struct {
  /** the name that the extension's log shows */
  const char *name;
  const KernelSet *network, *contexts;
} InstructionSet;

#if defined(__x86_64__) || defined(_M_X64)

#include <cpuid.h>

extern const KernelSet avx2Kernels, avx512Kernels, avx2Contexts, avx512Contexts;
/** The best first. */
static const InstructionSet sets[] = {
  {"native-avx512", &avx512Kernels, &avx512Contexts},
  {"native-avx2", &avx2Kernels, &avx2Contexts},
};

/** Bits of XCR0: which registers the operating system saves. */
#define SAVES_AVX 0x06u
#define SAVES_AVX512 0xe6u

static unsigned savedRegisters(void) {
  unsigned low, high;
  __asm__("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
  return low;
}

static int canRun(const InstructionSet *set) {
  unsigned eax, ebx, ecx, edx;
  if (!__get_cpuid(1, &eax, &ebx, &ecx, &edx)) return 0;
  if (!(ecx & bit_OSXSAVE) || !(ecx & bit_AVX) || !(ecx & bit_FMA)) return 0;
  unsigned saved = savedRegisters();
  if (!__get_cpuid_count(7, 0, &eax, &ebx, &ecx, &edx)) return 0;
  int avx2 = (saved & SAVES_AVX) == SAVES_AVX && (ebx & bit_AVX2);
  if (set->network == &avx2Kernels) return avx2;
  // What clang calls x86-64-v4.
  unsigned needed = bit_AVX512F | bit_AVX512DQ | bit_AVX512BW | bit_AVX512CD | bit_AVX512VL;
  return avx2 && (saved & SAVES_AVX512) == SAVES_AVX512 && (ebx & needed) == needed;
}

#else

extern const KernelSet neonKernels, neonContexts;
static const InstructionSet sets[] = {{"native-neon", &neonKernels, &neonContexts}};

static int canRun(const InstructionSet *set) {
  (void)set;
  return 1;
}

#endif

#if defined(_WIN32)
/** Windows' compilers mark what uses floating-point numbers by this symbol, which its C library has. */
int _fltused = 0;

/** See delayLoad.c. */
int hasNodeApi(void);
#endif

#define SET_COUNT ((int)(sizeof sets / sizeof sets[0]))
#define LONGEST_NAME 32

static int sameText(const char *a, const char *b) {
  while (*a && *a == *b) a++, b++;
  return *a == *b;
}

/** kernelSets(): the names of the sets that run here, the best first. */
static napi_value kernelSets(napi_env env, napi_callback_info info) {
  (void)info;
  napi_value names = 0;
  uint32_t count = 0;
  napi_create_array(env, &names);
  for (int i = 0; i < SET_COUNT; i++) {
    napi_value name = 0;
    if (!canRun(&sets[i])) continue;
    napi_create_string_utf8(env, sets[i].name, NAPI_AUTO_LENGTH, &name);
    napi_set_element(env, names, count++, name);
  }
  return names;
}

#if defined(__linux__)
/** Of the C library of the program that has loaded the addon. */
extern int madvise(void *address, size_t bytes, int advice) __attribute__((weak));
#define MADV_HUGEPAGE 14

/**
 * Pages of 2 MB, where the system has any to give: the weights are read from end to end again and again, and small pages
 * lie wherever there was room, so that some share a set of the cache while other sets are empty.
 */
static void preferHugePages(void *arena, int64_t bytes) {
  if (madvise) madvise(arena, (size_t)bytes, MADV_HUGEPAGE);
}
#else
static void preferHugePages(void *arena, int64_t bytes) { (void)arena, (void)bytes; }
#endif

/** Functions of JavaScript for the kernels of a set, on an arena of which `bytes` is a Uint8Array. */
static napi_value functionsOf(napi_env env, const KernelSet *set, void *arena, napi_value bytes) {
  napi_value result = 0;
  napi_create_object(env, &result);
  // Whoever holds the kernels holds the arena.
  napi_set_named_property(env, result, "arena", bytes);
  for (int k = 0; k < set->count; k++) {
    const Kernel *kernel = &set->kernels[k];
    napi_value function = 0;
    napi_create_function(env, kernel->name, NAPI_AUTO_LENGTH, kernel->call, arena, &function);
    napi_set_named_property(env, result, kernel->name, function);
  }
  return result;
}

static napi_value createOf(napi_env env, napi_callback_info info, int contexts) {
  napi_value arguments[3];
  size_t count = 3, length = 0;
  char name[LONGEST_NAME];
  void *arena = 0;
  int64_t maximumBytes = 0;
  if (napi_get_cb_info(env, info, &count, arguments, 0, 0) != napi_ok || count < 3 ||
      napi_get_value_string_utf8(env, arguments[0], name, sizeof name, &length) != napi_ok ||
      napi_get_typedarray_info(env, arguments[1], 0, 0, &arena, 0, 0) != napi_ok || !arena ||
      napi_get_value_int64(env, arguments[2], &maximumBytes) != napi_ok) {
    napi_throw_type_error(env, 0, "(name, bytes, maximumBytes): of a set of kernels, and of the arena");
    return 0;
  }
  for (int i = 0; i < SET_COUNT; i++) {
    if (!sameText(sets[i].name, name) || !canRun(&sets[i])) continue;
    preferHugePages(arena, maximumBytes);
    return functionsOf(env, contexts ? sets[i].contexts : sets[i].network, arena, arguments[1]);
  }
  napi_throw_range_error(env, 0, "This processor cannot run these kernels; kernelSets() gives those that it can.");
  return 0;
}

/**
 * create(name, bytes, maximumBytes): the network's kernels of a set on an arena, of which `bytes` is a Uint8Array from its
 * start, and for which so much address space is reserved.
 */
static napi_value create(napi_env env, napi_callback_info info) { return createOf(env, info, 0); }

/** createContexts(name, bytes, maximumBytes): the same for the kernels of the context expert. */
static napi_value createContexts(napi_env env, napi_callback_info info) { return createOf(env, info, 1); }

NAPI_MODULE_INIT() {
  napi_value function = 0;
#if defined(_WIN32)
  // An addon that exports nothing is told from a sound one; a call of a function that is not there would be a crash.
  if (!hasNodeApi()) return exports;
#endif
  napi_create_function(env, "kernelSets", NAPI_AUTO_LENGTH, kernelSets, 0, &function);
  napi_set_named_property(env, exports, "kernelSets", function);
  napi_create_function(env, "create", NAPI_AUTO_LENGTH, create, 0, &function);
  napi_set_named_property(env, exports, "create", function);
  napi_create_function(env, "createContexts", NAPI_AUTO_LENGTH, createContexts, 0, &function);
  napi_set_named_property(env, exports, "createContexts", function);
  return exports;
}
