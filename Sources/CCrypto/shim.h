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

#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/pem.h>
static inline EVP_PKEY *co_read_private_key(const void *pem, int length) {
    BIO *text = BIO_new_mem_buf(pem, length);
    EVP_PKEY *key = text ? PEM_read_bio_PrivateKey(text, NULL, NULL, (void *)"") : NULL;
    BIO_free(text);
    if (key && EVP_PKEY_get_base_id(key) == EVP_PKEY_EC && EVP_PKEY_get_bits(key) == 256) return key;
    EVP_PKEY_free(key);
    return NULL;
}
static inline void co_free_key(EVP_PKEY *key) { EVP_PKEY_free(key); }
// The affine coordinates of the public point, big-endian.
static inline int co_p256_public(EVP_PKEY *key, unsigned char x[32], unsigned char y[32]) {
    BIGNUM *xn = NULL, *yn = NULL;
    int ok = EVP_PKEY_get_bn_param(key, OSSL_PKEY_PARAM_EC_PUB_X, &xn) && EVP_PKEY_get_bn_param(key, OSSL_PKEY_PARAM_EC_PUB_Y, &yn)
        && BN_bn2binpad(xn, x, 32) == 32 && BN_bn2binpad(yn, y, 32) == 32;
    BN_free(xn);
    BN_free(yn);
    return ok;
}
// ECDSA over SHA-256; out is r and s, big-endian, as JSON Web Signatures want it (RFC 7518, 3.4).
static inline int co_p256_sign(EVP_PKEY *key, const void *data, size_t length, unsigned char out[64]) {
    unsigned char der[128];
    size_t derLength = sizeof der;
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    int ok = context && EVP_DigestSignInit(context, NULL, EVP_sha256(), NULL, key) == 1
        && EVP_DigestSign(context, der, &derLength, (const unsigned char *)data, length) == 1;
    EVP_MD_CTX_free(context);
    if (!ok) return 0;
    const unsigned char *start = der;
    ECDSA_SIG *signature = d2i_ECDSA_SIG(NULL, &start, (long)derLength);
    if (!signature) return 0;
    ok = BN_bn2binpad(ECDSA_SIG_get0_r(signature), out, 32) == 32 && BN_bn2binpad(ECDSA_SIG_get0_s(signature), out + 32, 32) == 32;
    ECDSA_SIG_free(signature);
    return ok;
}
