#include "processor.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#if defined(__aarch64__) && defined(__linux__)
#include <asm/hwcap.h>
#include <sys/auxv.h>
#endif

static const char *const names[] = {"plain", "neon", "avx2", "avx512"};

const char *ck_isa_name(ck_isa isa) { return names[isa]; }

int ck_isa_available(ck_isa isa) {
    switch (isa) {
    case CK_PLAIN: return 1;
#if defined(__x86_64__)
    case CK_AVX2:
        __builtin_cpu_init();
        return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("f16c");
    case CK_AVX512_VNNI:
        __builtin_cpu_init();
        return ck_isa_available(CK_AVX2) && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
               __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl") &&
               __builtin_cpu_supports("avx512vnni");
#elif defined(__aarch64__) && defined(__linux__)
    case CK_NEON: return (getauxval(AT_HWCAP) & HWCAP_ASIMDDP) != 0;
#elif defined(__aarch64__)
    case CK_NEON: return 1;  // every Apple processor that runs macOS has the dot product instructions
#endif
    default: return 0;
    }
}

ck_isa ck_processor(void) {
    static _Atomic int known = -1;
    int found = atomic_load_explicit(&known, memory_order_relaxed);
    if (found >= 0) return (ck_isa)found;
    const char *wanted = getenv("WORKBOOK_KERNELS");
    ck_isa best = CK_PLAIN;
    for (int isa = CK_PLAIN; isa <= CK_AVX512_VNNI; isa++) {
        if (!ck_isa_available((ck_isa)isa)) continue;
        best = (ck_isa)isa;
        if (wanted && strcmp(wanted, names[isa]) == 0) break;
    }
    atomic_store_explicit(&known, (int)best, memory_order_relaxed);
    return best;
}
