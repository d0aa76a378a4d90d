// The kernels as functions of JavaScript, once for each instruction set that the addon holds.
#pragma once

#include <node_api.h>

typedef struct {
  /** as in Kernels of src/model/kernels/kernels.ts */
  const char *name;
  /** Its `data` is the address of the arena. */
  napi_callback call;
} Kernel;

typedef struct {
  /** the name that the extension's log shows, such as native-avx2 */
  const char *name;
  int count;
  const Kernel *kernels;
} KernelSet;
