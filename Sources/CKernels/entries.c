#include "logits.h"

static int ranks_before(const ck_entry *a, const ck_entry *b) {
    return a->key > b->key || (a->key == b->key && a->order < b->order);
}

static void swap(ck_entry *a, ck_entry *b) {
    ck_entry held = *a;
    *a = *b;
    *b = held;
}

// Quickselect (C. A. R. Hoare, "Algorithm 65: Find", 1961), by running sum instead of by rank.
ck_place ck_entries_find(ck_entry *entries, int64_t count, uint64_t target, int weighed) {
    int64_t low = 0, high = count;  // the entry looked for is among those from low up to but not including high
    uint64_t mass_above = 0;
    uint32_t random = 0x9E3779B9;
    while (high - low > 1) {
        // A pivot by chance, the same chance each time: no arrangement of the logits is slow but by bad luck.
        random ^= random << 13, random ^= random >> 17, random ^= random << 5;
        swap(&entries[low + (int64_t)(random % (uint64_t)(high - low))], &entries[high - 1]);
        ck_entry pivot = entries[high - 1];
        int64_t middle = low;
        uint64_t mass = mass_above;
        for (int64_t i = low; i < high - 1; i++) {
            if (!ranks_before(&entries[i], &pivot)) continue;
            mass += entries[i].weight;
            swap(&entries[i], &entries[middle++]);
        }
        swap(&entries[middle], &entries[high - 1]);
        uint64_t before = weighed ? mass : (uint64_t)middle;
        uint64_t with = weighed ? mass + pivot.weight : (uint64_t)middle + 1;
        if (before >= target && middle > low) {
            high = middle;
        } else if (with >= target || middle + 1 == high) {
            return (ck_place){middle, mass, pivot};
        } else {
            low = middle + 1;
            mass_above = mass + pivot.weight;
        }
    }
    return (ck_place){low, mass_above, entries[low]};
}
