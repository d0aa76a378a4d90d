// Windows only: finds the functions of Node-API in the program that has loaded the addon. An import on Windows names the
// program, and that is node.exe in a terminal and Code.exe in VS Code. So the imports of "node.exe" are delayed: the
// linker makes each first call of a function go through the helper below, in place of the one of Microsoft's library.

#include <stdint.h>

/** The linker's table of a delayed program; all but the time stamp are offsets from the image's base. */
typedef struct {
  uint32_t attributes, programName, programHandle, addresses, names, boundAddresses, unloadAddresses, timeStamp;
} DelayedImports;

/** The base of this image; the linker defines it. */
extern const char __ImageBase;

__declspec(dllimport) void *GetModuleHandleW(const uint16_t *name);
__declspec(dllimport) void *GetProcAddress(void *module, const char *name);

static void *find(const char *name) {
  // Where Node.js is a library of the program, its functions are there; else the program itself exports them.
  static const uint16_t library[] = {'l', 'i', 'b', 'n', 'o', 'd', 'e', '.', 'd', 'l', 'l', 0};
  void *module = GetModuleHandleW(library);
  void *function = module ? GetProcAddress(module, name) : 0;
  return function ? function : GetProcAddress(GetModuleHandleW(0), name);
}

/** Whether the functions will be found, which later cannot be asked: all that are used came with Node-API 1. */
int hasNodeApi(void) { return find("napi_create_function") != 0; }

/** Called by the linker's code at the first call of a function: `slot` is its entry in the table of addresses. */
void *__delayLoadHelper2(const DelayedImports *imports, void **slot) {
  void **addresses = (void **)(&__ImageBase + imports->addresses);
  const uint64_t *names = (const uint64_t *)(&__ImageBase + imports->names);
  // A name comes after a hint of two bytes.
  const char *name = &__ImageBase + names[slot - addresses] + 2;
  *slot = find(name);
  return *slot;
}
