#include "CCurl.h"
#include <dlfcn.h>
#include <pthread.h>

// The type-checking macros would call the linked functions; ours are pointers.
#undef curl_easy_setopt
#undef curl_easy_getinfo
#undef curl_multi_setopt

#define CC_FUNCTIONS(X) \
    X(global_init) X(easy_init) X(easy_cleanup) X(easy_strerror) X(easy_setopt) X(easy_getinfo) X(easy_pause) X(easy_perform) X(slist_append) X(slist_free_all) \
    X(multi_init) X(multi_cleanup) X(multi_strerror) X(multi_setopt) X(multi_add_handle) X(multi_remove_handle) \
    X(multi_perform) X(multi_poll) X(multi_wakeup) X(multi_info_read)

// Every pointer has the type that the header declares for the function, so a wrong call does not compile.
static struct {
#define CC_FIELD(name) __typeof__(curl_##name) *name;
    CC_FUNCTIONS(CC_FIELD)
} curl;

static pthread_once_t once = PTHREAD_ONCE_INIT;
static const char *problem;

static void load(void) {
    void *library = dlopen("libcurl.so.4", RTLD_NOW | RTLD_LOCAL);
    if (library == NULL) {
        problem = "libcurl.so.4 was not found; run make deps";
        return;
    }
#define CC_FIND(name) \
    if ((curl.name = (__typeof__(curl_##name) *)dlsym(library, "curl_" #name)) == NULL) { \
        problem = "libcurl.so.4 is too old: curl_" #name " is missing; 7.85 or newer is needed"; \
        return; \
    }
    CC_FUNCTIONS(CC_FIND)
    if (curl.global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) problem = "libcurl could not be initialised";
}

const char *cc_load(void) {
    pthread_once(&once, load);
    return problem;
}

CURL *cc_easy_make(void) { return curl.easy_init(); }
void cc_easy_free(CURL *easy) { curl.easy_cleanup(easy); }
const char *cc_easy_text(CURLcode code) { return curl.easy_strerror(code); }

CURLcode cc_set_long(CURL *easy, CURLoption option, long value) { return curl.easy_setopt(easy, option, value); }
CURLcode cc_set_offset(CURL *easy, CURLoption option, curl_off_t value) { return curl.easy_setopt(easy, option, value); }
CURLcode cc_set_string(CURL *easy, CURLoption option, const char *value) { return curl.easy_setopt(easy, option, value); }
CURLcode cc_set_pointer(CURL *easy, CURLoption option, void *value) { return curl.easy_setopt(easy, option, value); }
CURLcode cc_set_list(CURL *easy, CURLoption option, struct curl_slist *value) { return curl.easy_setopt(easy, option, value); }
CURLcode cc_set_receive(CURL *easy, CURLoption option, cc_receive value) { return curl.easy_setopt(easy, option, value); }
CURLcode cc_set_send(CURL *easy, CURLoption option, cc_send value) { return curl.easy_setopt(easy, option, value); }

CURLcode cc_get_long(CURL *easy, CURLINFO info, long *value) { return curl.easy_getinfo(easy, info, value); }
CURLcode cc_get_offset(CURL *easy, CURLINFO info, curl_off_t *value) { return curl.easy_getinfo(easy, info, value); }
CURLcode cc_get_pointer(CURL *easy, CURLINFO info, void **value) { return curl.easy_getinfo(easy, info, value); }

CURLcode cc_easy_perform(CURL *easy) { return curl.easy_perform(easy); }
CURLcode cc_easy_resume(CURL *easy) { return curl.easy_pause(easy, CURLPAUSE_CONT); }

struct curl_slist *cc_list_append(struct curl_slist *list, const char *line) { return curl.slist_append(list, line); }
void cc_list_free(struct curl_slist *list) { curl.slist_free_all(list); }

CURLM *cc_multi_make(void) { return curl.multi_init(); }
void cc_multi_free(CURLM *multi) { curl.multi_cleanup(multi); }
const char *cc_multi_text(CURLMcode code) { return curl.multi_strerror(code); }
CURLMcode cc_multi_set_long(CURLM *multi, CURLMoption option, long value) { return curl.multi_setopt(multi, option, value); }
CURLMcode cc_multi_add(CURLM *multi, CURL *easy) { return curl.multi_add_handle(multi, easy); }
CURLMcode cc_multi_remove(CURLM *multi, CURL *easy) { return curl.multi_remove_handle(multi, easy); }
CURLMcode cc_multi_wakeup(CURLM *multi) { return curl.multi_wakeup(multi); }

CURLMcode cc_multi_perform(CURLM *multi) {
    int running;
    return curl.multi_perform(multi, &running);
}

CURLMcode cc_multi_poll(CURLM *multi, int milliseconds) { return curl.multi_poll(multi, NULL, 0, milliseconds, NULL); }

CURL *cc_multi_finished(CURLM *multi, CURLcode *result) {
    int waiting;
    for (CURLMsg *message; (message = curl.multi_info_read(multi, &waiting)) != NULL;) {
        if (message->msg != CURLMSG_DONE) continue;
        *result = message->data.result;
        return message->easy_handle;
    }
    return NULL;
}
