// The kernels as functions of JavaScript, once for each instruction set that the addon holds.
#pragma once

#include <node_api.h>

typedef struct {
  /** as in kernels.ts of src/model/kernels, or contextKernels.ts of src/model/contexts */
  const char *name;
  /** Its `data` is the address of the arena. */
  napi_callback call;
} Kernel;

typedef struct {
  int count;
  const Kernel *kernels;
} KernelSet;
