#pragma once
#include <openssl/evp.h>
#include <openssl/hmac.h>
static inline int co_hmac_sha256(const void *key, int keyLength, const void *data, size_t dataLength, unsigned char out[32]) {
    unsigned int length = 32;
    return HMAC(EVP_sha256(), key, keyLength, (const unsigned char *)data, dataLength, out, &length) != 0;
}
