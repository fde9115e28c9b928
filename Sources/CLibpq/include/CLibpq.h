// libpq, opened late: it brings some 30 shared libraries along (Kerberos, LDAP), which a start of the console must not pay for.
//
// Used only with the package trait Postgres; without libpq's headers this is empty, so that a build without the trait needs none.
#pragma once
#if __has_include(<postgresql/libpq-fe.h>)
#include <postgresql/libpq-fe.h>
#define CL_HAS_LIBPQ 1
#elif __has_include(<libpq-fe.h>)
#include <libpq-fe.h>
#define CL_HAS_LIBPQ 1
#endif

#if CL_HAS_LIBPQ
/// Opens libpq once; every other function here must be called only after this has answered NULL. Safe from any thread.
/// @return NULL, or why libpq cannot be used (valid for the life of the process).
const char *_Nullable cl_load(void);

/// Begins to connect. Both lists end with NULL. @return NULL only when memory ran out.
PGconn *_Nullable cl_connect_start(const char *_Nullable const *_Nullable names, const char *_Nullable const *_Nullable values);
PostgresPollingStatusType cl_connect_poll(PGconn *_Nonnull connection);
void cl_close(PGconn *_Nonnull connection);
int cl_socket(PGconn *_Nonnull connection);
int cl_is_usable(PGconn *_Nonnull connection);
const char *_Nonnull cl_error(PGconn *_Nonnull connection);
/// Notices of the server would be written to standard error, into the screen: they are dropped.
void cl_silence_notices(PGconn *_Nonnull connection);

/// @return 1 when the query, with text parameters, is on its way or in the buffer.
int cl_send(PGconn *_Nonnull connection, const char *_Nonnull query, int count, const char *_Nullable const *_Nullable values);
/// @return 1, or 0 on trouble.
int cl_consume(PGconn *_Nonnull connection);
/// @return 0 sent, 1 more to send, -1 trouble.
int cl_flush(PGconn *_Nonnull connection);
int cl_is_busy(PGconn *_Nonnull connection);
/// @return The next result of the query, or NULL after the last.
PGresult *_Nullable cl_result(PGconn *_Nonnull connection);

ExecStatusType cl_status(const PGresult *_Nonnull result);
/// @return Five characters, or NULL where the trouble is not the server's.
const char *_Nullable cl_sqlstate(const PGresult *_Nonnull result);
const char *_Nonnull cl_message(const PGresult *_Nonnull result);
int cl_rows(const PGresult *_Nonnull result);
int cl_columns(const PGresult *_Nonnull result);
const char *_Nullable cl_column_name(const PGresult *_Nonnull result, int column);
/// @return NULL for SQL's null.
const char *_Nullable cl_value(const PGresult *_Nonnull result, int row, int column);
int cl_value_bytes(const PGresult *_Nonnull result, int row, int column);
const char *_Nonnull cl_affected(PGresult *_Nonnull result);
void cl_clear(PGresult *_Nonnull result);
#endif
