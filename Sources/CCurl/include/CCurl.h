// libcurl, typed and opened late.
//
// What Swift cannot say is here: the variadic setters and getters, one function per kind of value, and opening the library at the
// first request instead of at program start. libcurl brings some 25 shared libraries along; nothing needs them before the first
// frame is on the screen.
#pragma once
#include <curl/curl.h>
#include <stdbool.h>
#include <stddef.h>

/// Opens libcurl once; every other function here must be called only after this has answered NULL. Safe from any thread.
/// @return NULL, or why libcurl cannot be used (valid for the life of the process).
const char *_Nullable cc_load(void);

/// What a receiver of bytes returns to get the same bytes again after cc_easy_resume; until then no more are read.
static const size_t cc_receive_later = CURL_WRITEFUNC_PAUSE;

typedef size_t (*cc_receive)(char *_Nullable bytes, size_t size, size_t count, void *_Nullable context);

/// Fills `bytes`, at most size * count, and says how many; 0 at the end.
typedef size_t (*cc_send)(char *_Nonnull bytes, size_t size, size_t count, void *_Nullable context);

CURL *_Nullable cc_easy_make(void);
void cc_easy_free(CURL *_Nonnull easy);
const char *_Nonnull cc_easy_text(CURLcode code);

CURLcode cc_set_long(CURL *_Nonnull easy, CURLoption option, long value);
CURLcode cc_set_offset(CURL *_Nonnull easy, CURLoption option, curl_off_t value);
/// libcurl copies `value`, except for CURLOPT_COPYPOSTFIELDS, where it copies as many bytes as CURLOPT_POSTFIELDSIZE_LARGE says.
CURLcode cc_set_string(CURL *_Nonnull easy, CURLoption option, const char *_Nullable value);
/// libcurl keeps the address, not what it points to.
CURLcode cc_set_pointer(CURL *_Nonnull easy, CURLoption option, void *_Nullable value);
/// The list must outlive the transfer.
CURLcode cc_set_list(CURL *_Nonnull easy, CURLoption option, struct curl_slist *_Nullable value);
CURLcode cc_set_receive(CURL *_Nonnull easy, CURLoption option, cc_receive _Nonnull value);
CURLcode cc_set_send(CURL *_Nonnull easy, CURLoption option, cc_send _Nonnull value);

CURLcode cc_get_long(CURL *_Nonnull easy, CURLINFO info, long *_Nonnull value);
CURLcode cc_get_offset(CURL *_Nonnull easy, CURLINFO info, curl_off_t *_Nonnull value);
CURLcode cc_get_pointer(CURL *_Nonnull easy, CURLINFO info, void *_Nullable *_Nonnull value);

/// The whole transfer, on this thread.
CURLcode cc_easy_perform(CURL *_Nonnull easy);
/// May call the receiver before it returns. Only on the thread that drives the transfer.
CURLcode cc_easy_resume(CURL *_Nonnull easy);

/// @return The list with `line` (copied) at its end, or NULL when memory ran out; then `list` is still the caller's.
struct curl_slist *_Nullable cc_list_append(struct curl_slist *_Nullable list, const char *_Nonnull line);
void cc_list_free(struct curl_slist *_Nullable list);

CURLM *_Nullable cc_multi_make(void);
void cc_multi_free(CURLM *_Nonnull multi);
const char *_Nonnull cc_multi_text(CURLMcode code);
CURLMcode cc_multi_set_long(CURLM *_Nonnull multi, CURLMoption option, long value);
CURLMcode cc_multi_add(CURLM *_Nonnull multi, CURL *_Nonnull easy);
CURLMcode cc_multi_remove(CURLM *_Nonnull multi, CURL *_Nonnull easy);
CURLMcode cc_multi_perform(CURLM *_Nonnull multi);
/// Waits for a socket, a time-out of libcurl's own, a wake-up, or `milliseconds`.
CURLMcode cc_multi_poll(CURLM *_Nonnull multi, int milliseconds);
/// Ends a poll that runs now or the next one. The only function that may be called while another thread uses `multi`.
CURLMcode cc_multi_wakeup(CURLM *_Nonnull multi);
/// @return The next finished transfer, with its result, or NULL.
CURL *_Nullable cc_multi_finished(CURLM *_Nonnull multi, CURLcode *_Nonnull result);
