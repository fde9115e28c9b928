#pragma once
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/sha.h>
static inline int co_hmac_sha256(const void *key, int keyLength, const void *data, size_t dataLength, unsigned char out[32]) {
    unsigned int length = 32;
    return HMAC(EVP_sha256(), key, keyLength, (const unsigned char *)data, dataLength, out, &length) != 0;
}
static inline int co_sha256(const void *data, size_t dataLength, unsigned char out[32]) {
    return SHA256((const unsigned char *)data, dataLength, out) != 0;
}
static inline int co_sha1(const void *data, size_t dataLength, unsigned char out[20]) {
    return SHA1((const unsigned char *)data, dataLength, out) != 0;
}
