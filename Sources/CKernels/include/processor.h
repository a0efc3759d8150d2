// Which instructions this processor has.
#ifndef CKERNELS_PROCESSOR_H
#define CKERNELS_PROCESSOR_H

// The sets of instructions that kernels are written for, each better than those before it on processors that have both.
typedef enum {
    CK_PLAIN = 0,        // portable C
    CK_NEON = 1,         // Arm: Advanced SIMD with the dot product instructions
    CK_AVX2 = 2,         // x86: AVX2, FMA and F16C
    CK_AVX512_VNNI = 3,  // x86: AVX-512 F, BW, DQ, VL and VNNI
} ck_isa;

// The best set that this processor has and that this program was built with. Asks the processor once.
//
// The environment variable WORKBOOK_KERNELS (plain, neon, avx2, avx512) asks for another set, so that each can be
// tested on one machine; a set that is not there is not taken.
ck_isa ck_processor(void);

// "plain", "neon", "avx2" or "avx512".
const char *ck_isa_name(ck_isa isa);

// Whether kernels for `isa` can run here.
int ck_isa_available(ck_isa isa);

#endif
