#include "CLibpq.h"

#if CL_HAS_LIBPQ
#include <dlfcn.h>
#include <pthread.h>
#include <stddef.h>

#define CL_FUNCTIONS(X) \
    X(connectStartParams) X(connectPoll) X(finish) X(socket) X(status) X(errorMessage) X(setNoticeReceiver) X(setnonblocking) \
    X(sendQueryParams) X(consumeInput) X(flush) X(isBusy) X(getResult) \
    X(resultStatus) X(resultErrorField) X(resultErrorMessage) X(ntuples) X(nfields) X(fname) X(getisnull) X(getvalue) \
    X(getlength) X(cmdTuples) X(clear)

// Every pointer has the type that the header declares for the function, so a wrong call does not compile.
static struct {
#define CL_FIELD(name) __typeof__(PQ##name) *name;
    CL_FUNCTIONS(CL_FIELD)
} pq;

static pthread_once_t once = PTHREAD_ONCE_INIT;
static const char *problem;

static void load(void) {
    void *library = dlopen("libpq.so.5", RTLD_NOW | RTLD_LOCAL);
    if (library == NULL) {
        problem = "libpq.so.5 was not found; install the package libpq5";
        return;
    }
#define CL_FIND(name) \
    if ((pq.name = (__typeof__(PQ##name) *)dlsym(library, "PQ" #name)) == NULL) { \
        problem = "libpq.so.5 lacks PQ" #name; \
        return; \
    }
    CL_FUNCTIONS(CL_FIND)
}

const char *cl_load(void) {
    pthread_once(&once, load);
    return problem;
}

PGconn *cl_connect_start(const char *const *names, const char *const *values) { return pq.connectStartParams(names, values, 0); }
PostgresPollingStatusType cl_connect_poll(PGconn *connection) { return pq.connectPoll(connection); }
void cl_close(PGconn *connection) { pq.finish(connection); }
int cl_socket(PGconn *connection) { return pq.socket(connection); }
int cl_is_usable(PGconn *connection) { return pq.status(connection) == CONNECTION_OK; }
const char *cl_error(PGconn *connection) { return pq.errorMessage(connection); }

static void drop(void *context, const PGresult *notice) {
    (void)context;
    (void)notice;
}
void cl_silence_notices(PGconn *connection) { pq.setNoticeReceiver(connection, drop, NULL); }

int cl_send(PGconn *connection, const char *query, int count, const char *const *values) {
    return pq.setnonblocking(connection, 1) == 0 && pq.sendQueryParams(connection, query, count, NULL, values, NULL, NULL, 0);
}
int cl_consume(PGconn *connection) { return pq.consumeInput(connection); }
int cl_flush(PGconn *connection) { return pq.flush(connection); }
int cl_is_busy(PGconn *connection) { return pq.isBusy(connection); }
PGresult *cl_result(PGconn *connection) { return pq.getResult(connection); }

ExecStatusType cl_status(const PGresult *result) { return pq.resultStatus(result); }
const char *cl_sqlstate(const PGresult *result) { return pq.resultErrorField(result, 'C'); }
const char *cl_message(const PGresult *result) {
    // The primary message alone: the detail would quote the values of the row.
    const char *primary = pq.resultErrorField(result, 'M');
    return primary ? primary : pq.resultErrorMessage(result);
}
int cl_rows(const PGresult *result) { return pq.ntuples(result); }
int cl_columns(const PGresult *result) { return pq.nfields(result); }
const char *cl_column_name(const PGresult *result, int column) { return pq.fname(result, column); }
const char *cl_value(const PGresult *result, int row, int column) {
    return pq.getisnull(result, row, column) ? NULL : pq.getvalue(result, row, column);
}
int cl_value_bytes(const PGresult *result, int row, int column) { return pq.getlength(result, row, column); }
const char *cl_affected(PGresult *result) { return pq.cmdTuples(result); }
void cl_clear(PGresult *result) { pq.clear(result); }
#endif
