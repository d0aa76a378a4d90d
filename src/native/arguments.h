// From C functions of the kernels to functions of JavaScript.
//
// Arguments are taken as they come: they are from this product's own TypeScript, whose types say what they are. A
// pointer of JavaScript counts bytes from the start of the arena, which is shared memory: it grows in place and never
// moves, so its address is all that a function has to keep.
#pragma once

#include "kernelSet.h"

#define MOST_ARGUMENTS 13

typedef struct {
  napi_env env;
  char *arena;
  napi_value values[MOST_ARGUMENTS];
} Arguments;

static inline void readArguments(Arguments *arguments, napi_env env, napi_callback_info info) {
  size_t count = MOST_ARGUMENTS;
  void *arena = 0;
  arguments->env = env;
  napi_get_cb_info(env, info, &count, arguments->values, 0, &arena);
  arguments->arena = arena;
}

static inline int integer(const Arguments *arguments, int i) {
  int value = 0;
  napi_get_value_int32(arguments->env, arguments->values[i], &value);
  return value;
}

static inline double number(const Arguments *arguments, int i) {
  double value = 0;
  napi_get_value_double(arguments->env, arguments->values[i], &value);
  return value;
}

static inline void *pointer(const Arguments *arguments, int i) {
  uint32_t offset = 0;
  napi_get_value_uint32(arguments->env, arguments->values[i], &offset);
  return arguments->arena + offset;
}

/** 0 stands for nothing. */
static inline void *pointerOrNone(const Arguments *arguments, int i) {
  void *place = pointer(arguments, i);
  return place == arguments->arena ? 0 : place;
}

#define INT(i) integer(&arguments, i)
#define NUMBER(i) number(&arguments, i)
#define POINTER(i) pointer(&arguments, i)
#define POINTER_OR_NONE(i) pointerOrNone(&arguments, i)

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

#define ENTRY(name, ...) {#name, name##Call},
