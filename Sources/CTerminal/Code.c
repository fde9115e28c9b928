#define _GNU_SOURCE
#include "CTerminal.h"

#include <link.h>
#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>

// Code that the loader has written into would be lost: no object of ours has such, but one might come.
static bool has_text_relocations(const struct dl_phdr_info *object) {
    for (int i = 0; i < object->dlpi_phnum; i++) {
        if (object->dlpi_phdr[i].p_type != PT_DYNAMIC) continue;
        const ElfW(Dyn) *entry = (const ElfW(Dyn) *)(object->dlpi_addr + object->dlpi_phdr[i].p_vaddr);
        for (; entry->d_tag != DT_NULL; entry++) {
            if (entry->d_tag == DT_TEXTREL) return true;
            if (entry->d_tag == DT_FLAGS && (entry->d_un.d_val & DF_TEXTREL)) return true;
        }
        return false;
    }
    return true;  // the kernel's own page, or something unknown
}

static int drop_object(struct dl_phdr_info *object, size_t size, void *libraries_only) {
    (void)size;
    uintptr_t mask = (uintptr_t)sysconf(_SC_PAGESIZE) - 1;
    // The program itself has no name here.
    if (*(bool *)libraries_only && (object->dlpi_name == NULL || object->dlpi_name[0] == 0)) return 0;
    if (has_text_relocations(object)) return 0;
    for (int i = 0; i < object->dlpi_phnum; i++) {
        const ElfW(Phdr) *part = &object->dlpi_phdr[i];
        // Parts that may be written hold what the loader has relocated, also where they are read-only by now.
        if (part->p_type != PT_LOAD || (part->p_flags & PF_W)) continue;
        uintptr_t start = (object->dlpi_addr + part->p_vaddr + mask) & ~mask;
        uintptr_t end = (object->dlpi_addr + part->p_vaddr + part->p_filesz) & ~mask;
        if (start < end) madvise((void *)start, end - start, MADV_DONTNEED);
    }
    return 0;
}

void ct_drop_code(bool libraries_only) { dl_iterate_phdr(drop_object, &libraries_only); }
